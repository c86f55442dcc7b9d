import { Type } from 'class-transformer';
import { IsInt, IsString, IsUUID, Length, Max, Min, ValidateNested } from 'class-validator';
import { IsMinorUnits } from '../amount.js';

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

  @ValidateNested()
  @Type(() => AssetPayload)
  asset: AssetPayload;

  @IsMinorUnits()
  liquidityThreshold: string;

  @IsMinorUnits()
  balance: string;
}
