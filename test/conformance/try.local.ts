import { corpusFiles } from './corpus-file.ts';
import { eventOfCase, programOfFile, wantedDecision } from './corpus-case.ts';
import { ENGINES } from './engines.ts';
let count = 0;
for (const file of corpusFiles()) {
  if (process.argv[2] && !file.name.startsWith(process.argv[2])) continue;
  try {
    const program = programOfFile(file);
    const engines = [];
    for (const { name, open } of ENGINES) engines.push({ name, decide: await open(program) });
    const fired = new Set(file.cases.flatMap(({ rules = [] }) => rules));
    for (const rule of program.rules) if (!fired.has(rule.name)) console.log(file.name, 'IDLE', rule.name);
    for (const rule of program.rules) if (rule.condition.kind !== 'bool' && !file.always.includes(rule.name) && file.cases.every((c) => !rule.events.includes(c.event ?? file.event) || c.rules?.includes(rule.name) || /^(invalid|no answer)/.test(c.expect ?? ''))) console.log(file.name, 'ALWAYS', rule.name);
    for (const one of file.cases) {
      count++;
      const wanted = wantedDecision(program, one);
      const event = eventOfCase(file, one);
      const got = engines.map(({ name, decide }) => [name, decide(event)] as const);
      const bad = got.filter(([, d]) => JSON.stringify(d) !== JSON.stringify(wanted));
      if (bad.length) {
        console.log(`${file.name}: ${one.name}: ${bad.map(([n]) => n)}`);
        const d = bad[0]![1];
        const a = new Set(wanted.rules), b = new Set(d.rules);
        console.log('   wanted only', [...a].filter((x) => !b.has(x)).join(' '), '| got only', [...b].filter((x) => !a.has(x)).join(' '), '|', d.effect, d.decided_by, d.effect === 'block' ? d.reason : '', JSON.stringify(d.masks), JSON.stringify(d.approvals));
      }
    }
  } catch (e) { console.log(file.name, (e as Error).message.slice(0, 1500)); }
}
console.log(count, 'cases');
