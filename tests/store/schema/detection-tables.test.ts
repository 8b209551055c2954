import { it } from 'node:test';
import * as tables from '../../../src/store/schema/detection-tables.ts';
import { assertSameColumns } from './same-columns.ts';

it('the tables of detection-tables have the columns that the migrations made', async () => {
  await assertSameColumns(Object.values(tables));
});
