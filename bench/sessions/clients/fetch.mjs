// Asks each address so often, by fetch, which keeps sessions alive. fetch.mjs COUNT ADDRESS…
const [count, ...addresses] = process.argv.slice(2);
for (let i = 0; i < Number(count); i += 1) {
  for (const address of addresses) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(20_000) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await answer.text();
  }
}
