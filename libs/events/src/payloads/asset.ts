import { IsInt, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { IsMinorUnits } from '../amount.js';
import { Nested } from '../nested.js';

export class AssetPayload {
  @IsUUID()
  id: string;

  @IsString()
  @Length(1, 12)
  code: string;

  @IsInt()
  @Min(0)
  @Max(18)
  scale: number;
}

/** An asset's liquidity has fallen to its threshold or below. */
export class AssetLiquidityLow {
  @IsUUID()
  id: string;

  @Nested(() => AssetPayload)
  asset: AssetPayload;

  @IsMinorUnits()
  liquidityThreshold: string;

  @IsMinorUnits()
  balance: string;
}
