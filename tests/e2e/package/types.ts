// What the types of the package promise, as a program that must compile; lines marked as errors must be ones.
import { createClient, SlotlinkError } from 'slotlink/client';
import type { Client, EventType, Invitee, List, Page } from 'slotlink/client';

const client: Client = createClient({ token: async ({ reason }) => `token because ${reason}` });

export async function book(): Promise<Invitee> {
  const { uri: user, current_organization } = await client.getCurrentUser();
  const types: List<EventType> = client.listEventTypes({ user, active: true, sort: 'name:asc', count: 50 });
  const page: Page<EventType> = await types;
  const next: Page<EventType> | null = await page.nextPage();
  for await (const { name, duration, locations } of types) {
    const text: string | null | undefined = name;
    const minutes: number = duration;
    console.log(text, minutes, locations[0]?.kind, next?.pagination.next_page_token);
  }
  const [first] = page.collection;
  if (!first) throw new Error('no event type');
  const times = await client.listEventTypeAvailableTimes({
    event_type: first.uri,
    start_time: new Date(),
    end_time: '2026-12-20T00:00:00Z',
  });
  const membership = client.listOrganizationMemberships({ organization: current_organization ?? '', role: 'admin' });
  for await (const { user: member } of membership) console.log(member?.email);
  return client.createEventInvitee(
    {
      event_type: first.uri,
      start_time: times[0]?.start_time ?? '',
      invitee: { name: 'Ada', email: 'ada@example.org', timezone: 'Europe/London' },
      tracking: { utm_source: 'tests' },
    },
    { signal: AbortSignal.timeout(5000) },
  );
}

export function explain(error: unknown): string {
  if (!(error instanceof SlotlinkError)) return 'something else';
  const [detail] = error.details;
  return `${error.code} ${error.status} ${error.reach} ${error.requiredScopes.join()} ${detail?.parameter}`;
}

interface Guest {
  email: string;
  seats?: number;
  invited: Date | null;
}

export async function guests(file: File, more: Guest[]): Promise<string> {
  const { columns, rows } = await client.readCsv(await file.arrayBuffer(), { delimiter: ';' });
  const written: string = await client.writeCsv(rows.map(({ values }) => values), { columns, bom: true });
  const first: number | undefined = rows[0]?.row;
  return [written, first, await client.writeCsv(more), await client.writeCsv([{ a: 1 }, { b: '2' }])].join();
}

export const problems = ({ details, total }: SlotlinkError): string => `${details[0]?.row} of ${total}`;

// @ts-expect-error: an object is no cell
void client.writeCsv([{ a: {} }]);
// @ts-expect-error: there is no such delimiter
void client.readCsv('', { delimiter: '|' });
// @ts-expect-error: an owner is required
void client.createSchedulingLink({});
// @ts-expect-error: there is no such parameter
void client.listEventTypes({ usr: 'U1' });
// @ts-expect-error: there is no such word
void client.listOrganizationMemberships({ role: 'boss' });
// @ts-expect-error: there is no such operation
void client.listNothing();
// @ts-expect-error: there is no such option
createClient({ clientID: 'x' });
