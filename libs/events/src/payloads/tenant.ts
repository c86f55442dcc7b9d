import {
  IsBoolean,
  IsDateString,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
} from 'class-validator';

/** All that services beside the backend know of a tenant, as it is now. */
export class TenantPayload {
  @IsUUID()
  id: string;

  /** Left out where it has none. */
  @IsOptional()
  @IsString()
  @Length(1, 2048)
  publicName?: string;

  /**
   * With which it signs its requests, sealed as it is at rest: whoever has SECRETS_KEY reads it. Left out
   * once it is deleted.
   */
  @IsOptional()
  @IsString()
  @Length(1, 16384)
  apiSecret?: string;

  /** Whether it runs the backend, and sees what is any tenant's. */
  @IsBoolean()
  isOperator: boolean;

  /** Texts by the Admin API's names, those about webhooks alone: WEBHOOK_URL and the like. */
  @IsObject()
  settings: Record<string, unknown>;

  @IsOptional()
  @IsDateString()
  deletedAt?: string;
}
