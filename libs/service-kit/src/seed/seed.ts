import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

export type AccountBehaviour = 'approve' | 'decline' | 'silent' | 'merchant';

/** Not `@IsArray` alone: a missing list must be told apart from its items' faults. */
const list = (type: () => new () => object): PropertyDecorator => {
  const nested = [ValidateNested({ each: true }), Type(type)];
  return (target, property) => nested.forEach((decorate) => decorate(target, property));
};

export class SeedTenant {
  @IsUUID()
  id: string;

  @Matches(/^[a-z0-9-]{1,50}$/)
  slug: string;

  @IsString()
  name: string;

  @MinLength(8)
  apiSecret: string;
}

export class SeedAsset {
  @IsUUID()
  id: string;

  @Matches(/^[A-Za-z0-9]{1,12}$/)
  code: string;

  @IsInt()
  @Min(0)
  @Max(18)
  scale: number;
}

/** A wallet address of the backend, and at once an account at its tenant's bank. */
export class SeedAccount {
  @IsUUID()
  id: string;

  /** The slug of its tenant. */
  @IsString()
  tenant: string;

  /** The wallet address without WALLET_ADDRESS_BASE_URL. */
  @Matches(/^\/\S+$/)
  path: string;

  @IsString()
  name: string;

  /** The code of its asset. */
  @IsString()
  asset: string;

  /** In the asset's smallest unit. */
  @Matches(/^(0|[1-9]\d{0,18})$/)
  balance: string;

  @IsIn(['approve', 'decline', 'silent', 'merchant'])
  behaviour: AccountBehaviour;
}

export class SeedTerminal {
  @IsUUID()
  id: string;

  @IsString()
  name: string;

  @Matches(/^tk_\S{8,}$/)
  key: string;
}

export class SeedMerchant {
  @IsUUID()
  id: string;

  @IsString()
  name: string;

  /** Paths of the accounts that it is paid into. */
  @IsString({ each: true })
  @ArrayNotEmpty()
  accounts: string[];

  @list(() => SeedTerminal)
  terminals: SeedTerminal[];
}

/** The demo data of seed.yml. Each service stores the part that it owns. */
export class Seed {
  @list(() => SeedTenant)
  tenants: SeedTenant[];

  @list(() => SeedAsset)
  assets: SeedAsset[];

  @list(() => SeedAccount)
  accounts: SeedAccount[];

  @list(() => SeedMerchant)
  merchants: SeedMerchant[];

  /** Whole units of each other asset for one of the first: decimal digits, by the assets' codes. */
  @IsObject()
  rates: Record<string, Record<string, string>>;
}

export function toSeed(content: unknown): Seed {
  const given = typeof content === 'object' && content !== null ? content : {};
  return plainToInstance(Seed, {
    tenants: [],
    assets: [],
    accounts: [],
    merchants: [],
    rates: {},
    ...given,
  });
}
