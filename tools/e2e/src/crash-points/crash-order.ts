/** When a service is to end itself, of those that a message goes through. */
export type CrashMoment =
  | 'before the commit'
  | 'before the publish'
  | 'after the publish, before the offset'
  | 'after the offset, before the publish';

/** As it stands in a file that the service looks for. */
export interface CrashOrder {
  moment: CrashMoment;
  /** Of the message that the service is about to say. */
  type: string;
}
