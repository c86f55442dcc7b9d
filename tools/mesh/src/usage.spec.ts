import { curl } from './usage.js';

describe('the curl line', () => {
  it('is one line with the terminal’s key and a time that the shell fills in', () => {
    const account = { bank: 'a-bank', asset: 'USD', scale: 2, balance: '1' };
    const line = curl({
      services: [{ name: 'pos-service', url: 'http://127.0.0.1:1', pid: 1 }],
      kafka: { brokers: '', pid: 1 },
      postgres: { url: '', pid: 1 },
      terminal: { key: 'Bearer tk_dev', header: 'authorization' },
      tenants: [],
      accounts: [
        { ...account, walletAddress: 'http://b/accounts/alice', behaviour: 'approve' },
        { ...account, walletAddress: 'http://b/accounts/shop', behaviour: 'merchant' },
      ],
    });
    expect(line).toBe(
      `curl -s http://127.0.0.1:1/payment -H 'authorization: Bearer tk_dev' -H 'content-type: application/json' -d '{"signature":"demo-signature","payload":"demo","amount":{"value":"1250","assetCode":"USD","assetScale":2},"senderWalletAddress":"http://b/accounts/alice","receiverWalletAddress":"http://b/accounts/shop","timestamp":'$(date +%s)'000}'`,
    );
  });
});
