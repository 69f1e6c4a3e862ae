// Rules across several parameters: what breaks one is refused before anything is sent, with every name.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { script } from './sandbox.mjs';

const { createClient } = await script('client/node.js');

test('what does not fit together is an invalid argument with all its names, and nothing is sent', async () => {
  // Nothing answers there: what was sent would be a failure of the network.
  const client = createClient({ apiUrl: 'http://127.0.0.1:9', token: 'a-token' });
  const invitee = { email: 'jo@ek.example', timezone: 'UTC', last_name: 'Ek' };
  for (const [call, names, advice] of [
    [() => client.listEventTypes({ active: true }), ['user', 'organization'], 'give user or organization'],
    [() => client.updateUserMeetingLimits({}), ['daily_limit', 'weekly_limit', 'monthly_limit'],
      'give daily_limit or weekly_limit or monthly_limit'],
    [() => client.createEventInvitee({ event_type: 'E1', start_time: '2026-12-01T09:00:00Z', invitee }),
      ['invitee.name', 'invitee.first_name', 'invitee.last_name'], 'give name or first_name and last_name'],
    [() => client.listUserBusyTimes({ user: 'U1', start_time: new Date(0), end_time: new Date(8 * 86_400_000) }),
      ['start_time', 'end_time'], 'let end_time be at most 7 days later than start_time'],
  ]) {
    const error = await call().then(() => assert.fail('it was sent'), (error) => error);
    assert.deepEqual([error.name, error.code, error.status, error.reach ?? 'not_sent'], ['SlotlinkError', 'invalid_argument', null, 'not_sent']);
    assert.deepEqual(error.details.map(({ parameter }) => parameter), names);
    assert.equal(error.message, `A parameter is not right. ${names.join(', ')} do not fit: ${advice}`);
  }
});
