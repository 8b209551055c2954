import { it } from 'node:test';
import * as tables from '../../../src/store/schema/ladder-tables.ts';
import { assertSameColumns } from './same-columns.ts';

it('the tables of ladder-tables have the columns that the migrations made', async () => {
  await assertSameColumns(Object.values(tables));
});
