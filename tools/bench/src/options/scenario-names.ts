/** In the order in which they run. */
export const scenarioNames = [
  'approved',
  'declined',
  'silent-bank',
  'history',
  'admin',
  'webhooks',
  'doors',
  'pages',
  'waiting',
  'overload',
] as const;

export type ScenarioName = (typeof scenarioNames)[number];

/** What runs when nothing is said. */
export const defaultScenarios: readonly ScenarioName[] = [
  'approved',
  'declined',
  'silent-bank',
  'history',
];

export function isScenarioName(name: string): name is ScenarioName {
  return (scenarioNames as readonly string[]).includes(name);
}
