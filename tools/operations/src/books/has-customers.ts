/** Of a tenant `t`: whoever only runs the backend, as its operator, has no bank's books to compare. */
export const HAS_CUSTOMERS = 'EXISTS (SELECT FROM wallet_addresses w WHERE w.tenant_id = t.id)';
