import { it } from 'node:test';
import * as tables from '../../../src/store/schema/change-table.ts';
import { assertSameColumns } from './same-columns.ts';

it('the table of change-table has the columns that the migrations made', async () => {
  await assertSameColumns(Object.values(tables));
});
