import { Body, ConflictException, Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsDefined, IsInt, IsString, ValidateNested } from 'class-validator';
import request from 'supertest';
import type { RunningService } from '../service/service-parts.js';
import { startTestService } from '../testing/test-service.js';
import { ApiError } from './api-error.js';

class ExampleAmount {
  @IsString()
  value: string;

  @IsInt()
  assetScale: number;
}

class ExamplePayment {
  @ValidateNested()
  @IsDefined()
  @Type(() => ExampleAmount)
  amount: ExampleAmount;

  @IsString()
  note: string;
}

@Controller()
class ExampleController {
  @Post('payment')
  @HttpCode(200)
  pay(@Body() payment: ExamplePayment): { isInstance: boolean; note: string } {
    return { isInstance: payment instanceof ExamplePayment, note: payment.note };
  }

  @Get('defect')
  defect(): never {
    throw new Error('the secret inner state');
  }

  @Get('away')
  away(): never {
    throw Object.assign(new Error('terminating connection'), {
      driverError: Object.assign(new Error('terminating connection'), { code: '57P01' }),
    });
  }

  @Get('busy')
  busy(): never {
    throw new ApiError({
      status: 503,
      code: 'too_busy',
      message: 'try again',
      headers: { 'retry-after': '1' },
      details: { requestId: 'r-1' },
    });
  }

  @Get('conflict')
  conflict(): never {
    throw new ConflictException('already there');
  }
}

@Module({ controllers: [ExampleController] })
class ExampleModule {}

describe('errors over HTTP', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await startTestService({ module: ExampleModule });
  });

  afterAll(() => service.close());

  const post = (body: string, type = 'application/json') =>
    request(service.url).post('/payment').set('content-type', type).send(body);

  it('says when to come back where the database is away', async () => {
    const { body, headers } = await request(service.url).get('/away').expect(503);
    expect(body.error).toMatchObject({ code: 'unavailable' });
    expect(headers['retry-after']).toBe('1');
  });

  it('names each field of an invalid body', async () => {
    const response = await post('{"amount":{"value":5}}').expect(400);
    expect(response.body.error.code).toBe('invalid_request');
    expect(response.body.error.fields.map(({ field }: { field: string }) => field)).toEqual(
      expect.arrayContaining(['amount.value', 'amount.assetScale', 'note']),
    );
  });

  it('lets unknown fields pass, as a newer caller may send some', async () => {
    const body = { amount: { value: '5', assetScale: 2 }, note: 'n', other: 1 };
    const response = await post(JSON.stringify(body)).expect(200);
    expect(response.body).toEqual({ isInstance: true, note: 'n' });
  });

  it.each(['{"amount":', '', '5', '"text"', '[]', 'null', '[{"note":"n"}]'])(
    'refuses %p with 400 invalid_request',
    async (body) => {
      const response = await post(body).expect(400);
      expect(response.body.error).toMatchObject({
        code: 'invalid_request',
        message: expect.any(String) as unknown,
      });
    },
  );

  it('refuses a body over 64 KiB with 413', async () => {
    const response = await post(JSON.stringify({ note: 'x'.repeat(65 * 1024) })).expect(413);
    expect(response.body.error.code).toBe('payload_too_large');
  });

  it('refuses another media type with 415', async () => {
    const response = await post('<payment/>', 'application/xml').expect(415);
    expect(response.body.error.code).toBe('unsupported_media_type');
  });

  it('answers an unknown route with 404 not_found', async () => {
    const response = await request(service.url).get('/nowhere').expect(404);
    expect(response.body.error.code).toBe('not_found');
  });

  it('answers a URL that cannot be decoded with 400', async () => {
    const response = await fetch(`${service.url}/%E0%A4%A`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } });
  });

  it('tells nothing of a defect', async () => {
    const response = await request(service.url).get('/defect').expect(500);
    expect(response.body).toEqual({
      error: { code: 'internal_error', message: 'something went wrong on our side' },
    });
  });

  it('carries details and headers of an ApiError', async () => {
    const response = await request(service.url).get('/busy').expect(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.body).toEqual({
      error: { code: 'too_busy', message: 'try again', requestId: 'r-1' },
    });
  });

  it("gives Nest's own exceptions the same shape", async () => {
    const response = await request(service.url).get('/conflict').expect(409);
    expect(response.body).toEqual({ error: { code: 'conflict', message: 'already there' } });
  });
});
