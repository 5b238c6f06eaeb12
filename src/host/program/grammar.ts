/**
 * How interpreters read their command lines: which options are followed by code, which by the name of a file of
 * code, which by something else. From their manuals.
 *
 * @module
 */
import type { Family } from './family.ts';

export interface Grammar {
  /** The argument after it is code; a cluster of letters that ends so counts (`-lc`, `-pe`). */
  readonly inline: RegExp;
  /** The argument after it belongs to it and is no script. */
  readonly valued: RegExp;
  /** The argument after it is a file of code. */
  readonly file?: RegExp;
  /** What the first argument is that belongs to no option. Default: a script. */
  readonly first?: 'inline' | 'data';
  /** Words in front of the script that say what is to be done with it. */
  readonly verbs?: RegExp;
  /** Words that stand for a tool of the language's own (a package manager, a compiler): it runs no code of others. */
  readonly tools?: RegExp;
  /** Without code it does nothing, rather than to read its standard input. */
  readonly idle?: true;
}

type Tabled = Exclude<Family, 'java' | 'erlang'>;

export const GRAMMARS: Readonly<Record<Tabled, Grammar>> = {
  shell: { inline: /^-[a-z]*c[a-z]*$/i, valued: /^(?:[-+][a-z]*[oO]|--rcfile|--init-file)$/ },
  python: { inline: /^-[a-zA-Z]*c$/, valued: /^(?:-[WXQ]|--check-hash-based-pycs)$/ },
  perl: { inline: /^-[a-zA-Z0]*[eE]$/, valued: /^-I$/ },
  ruby: { inline: /^-[a-zA-Z]*e$/, valued: /^-[IrCE]$/ },
  php: { inline: /^(?:-[rBRE]|--run)$/, valued: /^-[dcz]$/, file: /^-f$/ },
  node: { inline: /^(?:-e|-p|-pe|--eval|--print)$/, valued: /^(?:-r|--require|--import|--loader|-C|--env-file)$/ },
  deno: {
    inline: /^eval$/,
    valued: /^(?:-c|--config|--import-map|--cert|--location|--lock)$/,
    verbs: /^(?:run|serve|test|bench)$/,
    tools:
      /^(?:add|bundle|cache|check|clean|compile|coverage|doc|fmt|i|info|init|install|lint|lsp|outdated|publish|remove|types|uninstall|update|upgrade|vendor)$/,
  },
  bun: {
    inline: /^(?:-e|-p|--eval|--print)$/,
    valued: /^(?:-r|--preload|--require|--import|-c|--config|--cwd|--env-file|--tsconfig-override)$/,
    verbs: /^(?:run|test)$/,
    tools: /^(?:a|add|audit|build|i|init|install|link|outdated|patch|pm|publish|remove|rm|unlink|update|upgrade)$/,
  },
  lua: { inline: /^-e$/, valued: /^-[lj]$/ },
  tcl: { inline: /^-c$/, valued: /^-encoding$/ },
  awk: {
    inline: /^(?:-e|--source)$/,
    valued: /^(?:-[FvilW]|--field-separator|--assign|--include|--load)$/,
    file: /^(?:-[fE]|--file|--exec)$/,
    first: 'inline',
    idle: true,
  },
  guile: { inline: /^-c$/, valued: /^-[eLCx]$/, file: /^(?:-[sl]|--load)$/ },
  r: { inline: /^-e$/, valued: /^(?:-[gd]|--gui|--debugger|--encoding)$/, file: /^(?:-f|--file)$/ },
  octave: { inline: /^--eval$/, valued: /^(?:-p|--path|--image-path|--info-file|--exec-path|--doc-cache-file)$/ },
  julia: {
    inline: /^(?:-[eE]|--eval|--print)$/,
    valued: /^(?:-[JtpCH]|--sysimage|--threads|--procs|--machine-file|--home)$/,
    file: /^(?:-L|--load)$/,
  },
  ocaml: { inline: /^-e$/, valued: /^-(?:I|open|ppx|w|warn-error|init)$/ },
  lisp: {
    inline: /^(?:--?eval)$/,
    valued: /^(?:--dynamic-space-size|--control-stack-size|--tls-limit|--userinit|--sysinit)$/,
    file: /^(?:--script|--?load|--core|--shell)$/,
    first: 'data',
  },
  haskell: { inline: /^-e$/, valued: /^-(?:f|x|o|package)$/ },
  powershell: {
    inline: /^--?(?:c|co|com\w*|cwa|e|ec|en\w*)$/i,
    valued: /^--?(?:ex\w*|ep|conf\w*|custom\w*|in\w*|if|o\w*|settings\w*|v\w*|w\w*)$/i,
    file: /^--?f(?:i\w*)?$/i,
  },
  dotnet: {
    inline: /(?!)/,
    valued: /^--(?:depsfile|runtimeconfig|additionalprobingpath|additional-deps|fx-version|roll-forward|config)$/,
    verbs: /^(?:exec|fsi|script)$/,
    // Whatever is neither an assembly nor a source is a verb of the SDK.
    tools: /^(?!.*\.(?:dll|exe|csx?|fsx)$)/i,
    idle: true,
  },
  other: { inline: /^(?:-c|-e|-E|-r|--eval)$/, valued: /^$/ },
};
