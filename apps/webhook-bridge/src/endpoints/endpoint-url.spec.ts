import { faultOfUrl } from './endpoint-url.js';

const resolve = async (host: string) => {
  const known: Record<string, string[]> = {
    'consumer.example': ['93.184.215.14', '2606:4700::1111'],
    'inside.example': ['10.0.0.7'],
    'half.example': ['93.184.215.14', '127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'six.example': ['fd12:3456::1'],
  };
  return (known[host] ?? []).map((address) => ({ address }));
};
const faultIn = (url: string, allowedHosts: string[] = [], httpsOnly = true) =>
  faultOfUrl(url, { resolve, allowedHosts, httpsOnly });

describe('an endpoint’s URL', () => {
  it.each([
    'https://consumer.example/hook?x=1',
    'https://93.184.215.14/hook',
    'https://[2606:4700::1111]:8443/',
  ])('%s may be one', async (url) => expect(await faultIn(url)).toBeUndefined());

  it.each([
    ['loopback', 'https://127.0.0.1/'],
    ['loopback in decimal', 'https://2130706433/'],
    ['loopback in hexadecimal', 'https://0x7f000001/'],
    ['loopback in mixed notation', 'https://0x7f.1/'],
    ['loopback in octal', 'https://0177.0.0.1/'],
    ['this host', 'https://0.0.0.0/'],
    ['a private network', 'https://10.1.2.3/'],
    ['another one', 'https://192.168.0.1/'],
    ['cloud metadata', 'https://169.254.169.254/latest/meta-data/'],
    ['loopback in IPv6', 'https://[::1]/'],
    ['loopback, IPv4-mapped', 'https://[::ffff:127.0.0.1]/'],
    ['loopback, IPv4-mapped in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['a link-local address', 'https://[fe80::1]/'],
    ['a unique local address', 'https://[fd00::1]/'],
    ['NAT64 of loopback', 'https://[64:ff9b::7f00:1]/'],
    ['a name for a private address', 'https://inside.example/'],
    ['a name of which one address is private', 'https://half.example/'],
    ['a name for metadata', 'https://metadata.example/'],
    ['a name for a private IPv6 address', 'https://six.example/'],
    ['full-width digits', 'https://１２７.0.0.1/'],
  ])('may not be %s', async (_what, url) =>
    expect(await faultIn(url)).toMatch(/address of the public internet/),
  );

  it.each([
    ['no URL', 'consumer.example', 'must be a URL'],
    ['nothing', '', 'must be a URL'],
    ['another protocol', 'ftp://consumer.example/', 'must begin with https://'],
    ['a file', 'file:///etc/passwd', 'must begin with https://'],
    ['plain HTTP in production', 'http://consumer.example/', 'must begin with https://'],
    ['credentials', 'https://a:b@consumer.example/', 'must not hold a name or password'],
    ['a fragment', 'https://consumer.example/#x', 'must not have a fragment'],
    ['a name that nobody has', 'https://nobody.example/', 'cannot be found'],
  ])('may not be %s', async (_what, url, fault) => expect(await faultIn(url)).toContain(fault));

  it('may be plain HTTP in development', async () =>
    expect(await faultIn('http://consumer.example/', [], false)).toBeUndefined());

  it('may be anywhere and plain where its host is allowed by name', async () => {
    expect(await faultIn('http://127.0.0.1:4000/hook', ['127.0.0.1'])).toBeUndefined();
    expect(await faultIn('http://Localhost/hook', ['localhost'])).toBeUndefined();
    expect(await faultIn('https://127.0.0.2/hook', ['127.0.0.1'])).toMatch(/public internet/);
  });
});
