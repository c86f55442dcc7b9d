/** When a service is to end itself, of those that a message goes through. */
export type CrashMoment =
  | 'before the commit'
  | 'before the publish'
  | 'after the publish, before the offset'
  | 'after the offset, before the publish'
  | BridgeMoment;

/** When the webhook bridge is to end itself, of those that an event goes through. */
export type BridgeMoment =
  | 'before the event is stored'
  | 'after the event is stored, before the offset'
  | 'after the answer, before that is stored';

/** As it stands in a file that the service looks for. */
export interface CrashOrder {
  moment: CrashMoment;
  /** Of the message that the service is about to say; of the event that the bridge brings. */
  type: string;
}
