import { Module, type DynamicModule } from '@nestjs/common';
import { WebhookBridgeConfig } from './webhook-bridge.config.js';

/** The configuration, for whoever asks for it. */
@Module({})
export class ConfigModule {
  static forRoot(config: WebhookBridgeConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: WebhookBridgeConfig, useValue: config }],
      exports: [WebhookBridgeConfig],
    };
  }
}
