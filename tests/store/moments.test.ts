import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBoth } from './on-both.ts';
import { sampleIncident, samplePlan } from './samples.ts';

onBoth('createMomentStore()', (given) => {
  it('keeps a moment once, in order, until it was told', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.moments.mark({ incidentId: 'inc_1', moment: 'opened', key: 'opened', labels: { team: 'orders' } });
    await tenant.moments.mark({ incidentId: 'inc_1', moment: 'verdict', key: 'verdict-1' });
    await tenant.moments.mark({ incidentId: 'inc_1', moment: 'verdict', key: 'verdict-1' });

    const untold = await tenant.moments.untold(10);
    await tenant.moments.told(untold.slice(0, 1).map(({ id }) => id));
    const rest = await tenant.moments.untold(10);

    assert.deepEqual(
      untold.map(({ moment, key }) => [moment, key]),
      [
        ['opened', 'opened'],
        ['verdict', 'verdict-1'],
      ],
    );
    assert.deepEqual(
      rest.map(({ key }) => key),
      ['verdict-1'],
    );
    assert.deepEqual(await tenant.moments.labelsOf('inc_1'), { team: 'orders' });
  });

  it('knows no labels of an incident that never went through the routes', async () => {
    const tenant = await given().tenantWithIncident();

    assert.equal(await tenant.moments.labelsOf('inc_1'), null);
  });

  it('takes the end of an incident and the states of a plan as moments by itself, whoever brings them about', async () => {
    const tenant = await given().tenantWithIncident();
    await tenant.plans.create(samplePlan());
    await tenant.plans.moveState('plan_1', ['pending'], 'approved');
    await tenant.plans.moveState('plan_1', ['approved'], 'running');
    await tenant.plans.moveState('plan_1', ['running'], 'verified');
    await tenant.incidents.moveStatus('inc_1', ['triggered'], 'resolved', {});

    const keys = (await tenant.moments.untold(10)).map(({ moment, key }) => `${moment} ${key}`);

    assert.deepEqual(keys, ['approval pending-plan_1', 'plan-ended verified-plan_1', 'resolved resolved-2']);
  });

  it('forgets a moment whose change was rolled back', async () => {
    const tenant = await given().tenant();
    const failing = tenant.transaction(async (inside) => {
      await inside.incidents.create(sampleIncident());
      await inside.moments.mark({ incidentId: 'inc_1', moment: 'opened', key: 'opened' });
      throw new Error('no');
    });

    await assert.rejects(failing);

    assert.deepEqual(await tenant.moments.untold(10), []);
  });
});
