/** The tenants whose lists are read, as an array: the one of the parameter, or all where it is null. */
export function ofTenants(parameter: string): string {
  return `
    CASE WHEN ${parameter}::uuid IS NULL THEN ARRAY(SELECT id FROM tenants)
      ELSE ARRAY[${parameter}::uuid] END`;
}
