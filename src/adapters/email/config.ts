/** The configuration of e-mail: one server, its readers, and whether they get one message a moment or a digest. */

import { z } from 'zod';
import { secretRef } from '../../domain/secret.ts';

export const emailConfig = z.strictObject({
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535).default(587),
  /** True: TLS from the first byte, as on port 465. False: STARTTLS where the server offers it. */
  secure: z.boolean().default(false),
  /** Refuses to send where neither of the two is had. Only a server on this machine should go without. */
  requireTls: z.boolean().default(true),
  /** A certificate authority of your own, as a PEM file. */
  caFile: z.string().min(1).optional(),
  user: z.string().min(1).optional(),
  password: secretRef.optional(),
  /** `Zhiban <zhiban@example.com>` */
  from: z.string().min(3),
  /** Who gets it where a route names nobody. */
  to: z.array(z.email()).min(1),
  /** Minutes that are gathered into one message; 0 sends each at once. Critical incidents and approvals never wait. */
  digest: z.number().int().min(0).max(1_440).default(0),
});

export type EmailConfig = z.infer<typeof emailConfig>;
