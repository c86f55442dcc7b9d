import { Controller, Get, HttpException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { errorBody } from '../http/api-error.js';
import { Health, type HealthReport } from './health.js';

/** For probes, and in no API's description. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly health: Health) {}

  /** The process runs and answers: nothing else, or a broker's outage would restart every service. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status === 'ok') return report;
    throw new HttpException({ ...errorBody('unavailable', 'not ready'), ...report }, 503);
  }
}
