// Evaluates scripts as JavaScript does: a line of JSON in (the variables first, then scripts), a line of JSON out.
import { createInterface } from 'node:readline';

function shown(value) {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: String(value) };
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return Array.from(value, shown);
  if (value !== null && typeof value === 'object') return Object.entries(value).map(([name, member]) => [name, shown(member)]);
  return value;
}

function run({ source, returns }, variables) {
  const getVariable = name => variables[name];
  const isNullOrEmpty = text => text === undefined || text === null || text === '';
  const toJson = value => JSON.stringify(value);
  return returns
    ? new Function('variables', 'getVariable', 'isNullOrEmpty', 'toJson', source)(variables, getVariable, isNullOrEmpty, toJson)
    : eval(source);
}

let variables;
for await (const line of createInterface({ input: process.stdin })) {
  if (variables === undefined) {
    variables = line;
    continue;
  }
  let result;
  try {
    result = JSON.stringify({ value: shown(run(JSON.parse(line), JSON.parse(variables))) });
  } catch (error) {
    result = JSON.stringify({ error: error instanceof SyntaxError && !/JSON/.test(error.message) ? 'syntax' : 'fault', message: String(error) });
  }
  process.stdout.write(result + '\n');
}
