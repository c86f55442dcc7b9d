import { badInput } from '../../admin-api/admin-api.error.js';

/** What a tenant adds to a wallet address; to the public only where it says so. */
export interface AdditionalProperty {
  key: string;
  value: string;
  visibleInOpenPayments: boolean;
}

const MAX_COUNT = 50;
const MAX_KEY_LENGTH = 100;
const MAX_VALUE_LENGTH = 2_000;

/**
 * Trimmed, and without those that then say nothing.
 * @throws {AdminApiError} BAD_USER_INPUT where they are too many, too long, or name a key twice
 */
export function readProperties(given: readonly AdditionalProperty[]): AdditionalProperty[] {
  const properties = given
    .map((property) => ({ ...property, key: property.key.trim(), value: property.value.trim() }))
    .filter(({ key, value }) => key !== '' && value !== '');
  if (properties.length > MAX_COUNT) {
    throw badInput(`a wallet address has at most ${MAX_COUNT} additional properties`);
  }
  for (const { key, value } of properties) {
    if (key.length > MAX_KEY_LENGTH || value.length > MAX_VALUE_LENGTH) {
      throw badInput(
        `an additional property’s key has at most ${MAX_KEY_LENGTH} characters, ` +
          `its value ${MAX_VALUE_LENGTH}`,
      );
    }
    if (key.includes('\0') || value.includes('\0')) {
      throw badInput('an additional property holds no NUL');
    }
  }
  if (new Set(properties.map(({ key }) => key)).size < properties.length) {
    throw badInput('an additional property’s key is given twice');
  }
  return properties;
}
