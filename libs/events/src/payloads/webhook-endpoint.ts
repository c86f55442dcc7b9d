import { IsDateString, IsEnum, IsOptional, IsString, IsUUID, Length } from 'class-validator';

/** Why nothing is sent to an endpoint any more, where nobody asked for that. */
export enum EndpointDisabledReason {
  /** It answered 410: it wants to hear nothing more. */
  Gone = 'gone',
  /** It has failed for days without one success. */
  Failing = 'failing',
}

/** An endpoint of webhooks was disabled. Its events are kept, and sent when it is enabled again. */
export class WebhookEndpointDisabled {
  @IsUUID()
  id: string;

  @IsString()
  @Length(1, 2048)
  url: string;

  @IsEnum(EndpointDisabledReason)
  reason: EndpointDisabledReason;

  /** Since when nothing succeeded. */
  @IsOptional()
  @IsDateString()
  failingSince?: string;

  @IsDateString()
  disabledAt: string;
}
