/**
 * What the C compiler makes of `sensor/event.h`: finds its structs, enums and numeric constants, writes a
 * C program that includes it and prints their sizes, offsets and values as JSON, compiles and runs that.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Probe {
  readonly structs: Readonly<Record<string, ProbedStruct>>;
  /** By enum tag, then by constant, as in C. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly constants: Readonly<Record<string, number>>;
}

export interface ProbedStruct {
  readonly size: number;
  readonly fields: Readonly<Record<string, { readonly offset: number; readonly size: number }>>;
}

/** @param header path of a contract header. @throws Error when it does not compile. */
export function probeContract(header: string): Probe {
  const directory = mkdtempSync(join(tmpdir(), 'cipherwatch-contract-'));
  try {
    const source = join(directory, 'contract-probe.c');
    const program = join(directory, 'contract-probe');
    writeFileSync(source, probeSource(readFileSync(header, 'utf8'), resolve(header)));
    execFileSync('cc', ['-std=gnu11', '-Wall', '-Werror', '-o', program, source], { stdio: 'pipe' });
    return JSON.parse(execFileSync(program, { encoding: 'utf8' })) as Probe;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The program's text. @param header the contract's text. @param path what to include. */
export function probeSource(header: string, path: string): string {
  const text = header.replaceAll(/\/\*.*?\*\//gs, '');
  const structs = [...text.matchAll(/struct (\w+) \{(.*?)\};/gs)].map(([, name = '', body = '']) =>
    structLine(name, body),
  );
  const enums = [...text.matchAll(/enum (\w+) \{(.*?)\};/gs)].map(([, name = '', body = '']) => {
    return objectLine(
      name,
      body.split(',').flatMap((entry) => /\w+/.exec(entry)?.slice(0, 1) ?? []),
    );
  });
  const constants = [...text.matchAll(/^#define (\w+) \d+/gm)].map(([, name = '']) => name);
  return `#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
typedef uint8_t __u8;
typedef uint16_t __u16;
typedef uint32_t __u32;
typedef uint64_t __u64;
#include "${path}"

int main(void)
{
	printf("{\\"structs\\":{");
${structs.join('\tputchar(44);\n')}	printf("},\\"enums\\":{");
${enums.join('\tputchar(44);\n')}	printf("},");
${objectLine('constants', constants)}	printf("}\\n");
	return 0;
}
`;
}

function structLine(name: string, body: string): string {
  const fields = body
    .split(';')
    .flatMap((declaration) =>
      declaration
        .trim()
        .replace(/^(?:struct )?\w+\s+/, '')
        .split(','),
    )
    .map((declarator) => /\w+/.exec(declarator)?.[0])
    .filter((field) => field !== undefined);
  const lines = fields.map((field) => {
    const size = `sizeof(((struct ${name} *)0)->${field})`;
    return `	printf("\\"${field}\\":{\\"offset\\":%zu,\\"size\\":%zu}", offsetof(struct ${name}, ${field}), ${size});\n`;
  });
  const head = `	printf("\\"${name}\\":{\\"size\\":%zu,\\"fields\\":{", sizeof(struct ${name}));\n`;
  return `${head}${lines.join('\tputchar(44);\n')}	printf("}}");\n`;
}

function objectLine(name: string, constants: readonly string[]): string {
  const lines = constants.map((constant) => `	printf("\\"${constant}\\":%lld", (long long)${constant});\n`);
  return `	printf("\\"${name}\\":{");\n${lines.join('\tputchar(44);\n')}	printf("}");\n`;
}
