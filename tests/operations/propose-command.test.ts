import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SystemError } from '../../src/domain/errors.ts';
import { planDigest } from '../../src/domain/plan-digest.ts';
import type { CommandInput } from '../../src/operations/contract.ts';
import { createOperations } from '../../src/operations/create-operations.ts';
import type { Store } from '../../src/store/contract.ts';
import { formGrammar } from '../../src/systems/commands/forms.ts';
import { createSystemPool } from '../../src/systems/pool.ts';
import { newTank, tankKind } from '../activities/tank-kind.ts';
import { sampleIncident } from '../store/samples.ts';
import { openMemoryStore } from '../support/fresh-database.ts';
import { systemClock } from '../support/system-clock.ts';
import { type DeskOptions, openDesk, people } from './desk.ts';

let store: Store;
before(async () => {
  store = await openMemoryStore(systemClock);
});
after(() => store.close());

async function openTankDesk(options: DeskOptions = {}) {
  const desk = await openDesk(store, options);
  const tank = newTank();
  const kind = tankKind(
    new Map([
      ['tank', tank],
      ['sealed', newTank()],
    ]),
  );
  const setLevel = kind.actions.find(({ name }) => name === 'set-level');
  assert.ok(setLevel !== undefined);
  const asked: string[] = [];
  const commands = formGrammar({
    reads: ['DIP', 'LEAK'],
    changes: [{ form: 'FILL <level>', action: setLevel, given: ({ level = '' }) => ({ level: Number(level) }) }],
    slots: { level: /^\d{1,3}$/ },
    refused: { DRAIN: { 'zh-CN': '会放空', en: 'it empties the tank' } },
    run(_client, [word = '']) {
      asked.push(word);
      return word === 'LEAK' ? Promise.reject(new SystemError('no', { retry: 'never' })) : Promise.resolve('wet');
    },
  });
  const entries = [
    { id: 'tank', kind: 'tank', dependsOn: [], labels: {}, actionsEnabled: true },
    { id: 'sealed', kind: 'tank', dependsOn: [], labels: {}, actionsEnabled: false },
  ];
  const pool = createSystemPool([{ ...kind, commands }], entries, { resolveSecret: () => '', clock: desk.deps.clock });
  const operations = createOperations({ ...desk.deps, pool });
  const propose = (command: string, more: Partial<CommandInput> = {}, who = people.rita) =>
    operations.proposeCommand(desk.as(who), { systemId: 'tank', command, ...more });
  return { ...desk, operations, tank, asked, propose };
}

test('proposeCommand() makes a plan of one step that waits, on an incident of its own, and runs nothing', async () => {
  const at = await openTankDesk();

  const { plan, code, isNew, incidentId } = await at.propose('fill 80');

  const [step] = plan.steps;
  assert.deepEqual([isNew, plan.state, plan.risk, plan.requestedBy, step?.action], [true, 'pending', 'medium', 'rita', 'run-command']);
  assert.deepEqual(step?.arguments, { command: 'FILL 80', with: '{"level":80}' });
  assert.match(step?.why ?? '', /^Rita asked for it\. The risk is that of the action set-level/);
  assert.equal(plan.digest, planDigest(incidentId, (await at.store.plans.get(plan.id))?.steps ?? []));
  assert.deepEqual([at.tank.changes, at.asked], [[], []]);
  const incident = await at.store.incidents.get(incidentId);
  assert.deepEqual([incident?.code, incident?.phase, incident?.planId, incident?.title], [code, 'waiting', plan.id, 'tank: FILL 80']);
  assert.deepEqual(
    (await at.relayed()).map(({ kind }) => kind),
    ['plan'],
  );
  const [line] = await at.store.audit.list({ limit: 1 });
  assert.deepEqual([line?.action, line?.actor, line?.target, line?.outcome], ['command.propose', 'rita', plan.id, 'ok']);
});

test('proposeCommand() of what only reads is of low risk, and says that there is no undo', async () => {
  const at = await openTankDesk();

  const { plan } = await at.propose('DIP', { systemId: 'sealed' });

  assert.deepEqual([plan.risk, plan.steps[0]?.undo.isPossible], ['low', false]);
  assert.match(plan.steps[0]?.undo.summary ?? '', /only read/);
});

test('proposeCommand() belongs to the incident unless a plan waits there', async () => {
  const at = await openTankDesk();
  const { id } = await at.store.incidents.create(sampleIncident({ id: 'inc_own' }));
  const waiting = await at.plan({ incidentId: 'inc_busy' });

  const own = await at.propose('DIP', { incident: id });
  const beside = await at.propose('DIP', { incident: 'inc_busy' });

  assert.deepEqual([own.incidentId, own.isNew], [id, false]);
  assert.equal(beside.isNew, true);
  assert.equal((await at.store.plans.get(waiting.id))?.state, 'pending');
});

test('proposeCommand() refuses with what, why and what is allowed near it, and audits the refusal', async () => {
  const at = await openTankDesk();
  at.tank.level = 50;
  const refused = [
    [() => at.propose('DRAIN all'), 'invalid', /“DRAIN” can’t be run: it empties the tank/],
    [() => at.propose('FILL high'), 'invalid', /only allowed in the forms below\. What is allowed near it: `FILL <level>`/],
    [() => at.propose('DIP', { systemId: 'gone' }), 'not-found', /no system “gone”/],
    [() => at.propose('FILL 10', { systemId: 'sealed' }), 'forbidden', /sealed is read-only/],
    [() => at.propose('FILL 50'), 'conflict', /can’t be done now: level is 50/],
    [() => at.propose('DIP', {}, people.vera), 'forbidden', /may not ask for a command: it takes the role responder/],
  ] as const;
  for (const [asked, kind, says] of refused) await assert.rejects(asked(), { kind, message: says });

  const lines = await at.store.audit.list({ limit: 20 });
  assert.equal(lines.filter(({ action, outcome }) => action === 'command.propose' && outcome === 'refused').length, refused.length);
  assert.deepEqual(await at.relayed(), []);
  await assert.rejects(
    at.operations.proposeCommand(at.as(people.rita, { locale: 'zh-CN' }), { systemId: 'tank', command: 'DRAIN' }),
    /不能执行“DRAIN”：会放空/,
  );
});

test('proposeCommand() of high risk is not approved by who asked for it', async () => {
  const at = await openTankDesk({ policy: { excludeRequesterFrom: 'medium' } });
  const { plan } = await at.propose('FILL 80', {}, people.anna);

  await assert.rejects(at.operations.approve(at.as(people.anna), plan.id, plan.digest), /Whoever asked/);
  assert.equal((await at.operations.approve(at.as(people.bob), plan.id, plan.digest)).plan.state, 'approved');
});

test('proposeCommand() with the same key asks once', async () => {
  const at = await openTankDesk();
  await at.propose('DIP', { key: 'slack:1' });

  await assert.rejects(at.propose('DIP', { key: 'slack:1' }), { kind: 'conflict' });
});
