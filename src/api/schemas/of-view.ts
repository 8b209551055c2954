/** Ties a schema to the type that it describes: the compiler refuses either one when a field of the other is missing. */

import { z } from 'zod';

/** `ofView<PlanView>()(schema)` compiles only when both directions are assignable. */
export function ofView<View>(): <S extends z.ZodType<View>>(schema: S & (View extends z.output<S> ? unknown : never)) => S {
  return (schema) => schema;
}

/** A list that nobody changes, as our types have them. */
export function listOf<S extends z.ZodType>(item: S): z.ZodReadonly<z.ZodArray<S>> {
  return z.array(item).readonly();
}
