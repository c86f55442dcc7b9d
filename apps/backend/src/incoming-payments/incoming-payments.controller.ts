import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiError, ErrorResponses } from '@tapmesh/service-kit';
import { DataSource } from 'typeorm';
import { validate as isUuid } from 'uuid';
import { BackendConfig } from '../backend.config.js';
import { WalletAddresses } from '../wallet-addresses/wallet-addresses.service.js';
import { publicIncomingPaymentSchema } from './incoming-payment.api.js';
import { toPublic, type PublicIncomingPayment } from './incoming-payment.public.js';
import { IncomingPaymentsRepository } from './incoming-payments.repository.js';

/** What anybody may know who has the payment's URL. */
@Controller('incoming-payments')
export class IncomingPaymentsController {
  constructor(
    private readonly config: BackendConfig,
    private readonly dataSource: DataSource,
    private readonly payments: IncomingPaymentsRepository,
    private readonly walletAddresses: WalletAddresses,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'What anybody may know of an incoming payment' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ schema: publicIncomingPaymentSchema })
  @ErrorResponses([404, 503])
  async get(@Param('id') id: string): Promise<PublicIncomingPayment> {
    const { manager } = this.dataSource;
    const found = isUuid(id) ? await this.payments.find(manager, [id]) : new Map<string, never>();
    const payment = found.get(id.toLowerCase());
    if (payment === undefined) throw notFound();
    const addresses = await this.walletAddresses.byIds(manager, [payment.walletAddressId]);
    const walletAddress = addresses.get(payment.walletAddressId);
    if (walletAddress === undefined) throw notFound();
    const { walletAddressBaseUrl } = this.config;
    return toPublic(payment, { walletAddress, baseUrl: walletAddressBaseUrl });
  }
}

function notFound(): ApiError {
  return new ApiError({
    status: 404,
    code: 'unknown_incoming_payment',
    message: 'there is no such incoming payment',
  });
}
