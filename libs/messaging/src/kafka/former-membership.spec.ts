import { FormerMembership } from './former-membership.js';

describe('a membership of a group', () => {
  it('is the same through rebalances, and another one after it was lost', async () => {
    const membership = new FormerMembership({ groupId: 'backend', clientId: 'backend-1' });
    expect(membership.joinedAs('member-1')).toBe(true);
    expect(membership.joinedAs('member-1')).toBe(false);
    expect(membership.joinedAs('member-2')).toBe(true);
    await membership.end();
    expect(membership.joinedAs('member-2')).toBe(true);
  });
});
