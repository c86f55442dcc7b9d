import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { ErrorView } from '../openapi/error.dto.js';
import { Rates } from './rates.js';

class RatesQuery {
  /** The asset that the rates are of. */
  @Matches(/^[A-Za-z0-9]{1,12}$/)
  base: string;
}

@ApiTags('rates')
@Controller('rates')
export class RatesController {
  constructor(private readonly rates: Rates) {}

  /** Whole units of every other asset for one whole unit of the base. */
  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['base', 'rates'],
      properties: {
        base: { type: 'string', examples: ['USD'] },
        rates: {
          type: 'object',
          additionalProperties: { type: 'number' },
          examples: [{ EUR: 0.92 }],
        },
      },
    },
  })
  @ApiBadRequestResponse({ type: ErrorView })
  of(@Query() { base }: RatesQuery): string {
    return this.rates.told(base);
  }
}
