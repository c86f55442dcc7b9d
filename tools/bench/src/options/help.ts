export const HELP = `npm run bench -- [SCENARIO] [options]

Starts a whole mesh (real Kafka, real PostgreSQL, every service a process) and lets terminals tap in
a closed loop: each waits for its answer before it taps again. Beside it stands the floor, measured
in the same run: one Kafka produce-to-consume round trip and one commit of one row. At the end all
books are audited.

  --scenario NAMES     what to run (default: the first four), or all; one may stand without
                       --scenario, as in npm run bench -- admin:
      approved         everybody is good for the money
      declined         nobody is
      silent-bank      half of all payments go to a bank that says nothing
      history          as approved, on top of many stored payments
      admin            payments over the Admin API, as Rafiki's load scripts make them
      webhooks         events to HTTP consumers, published open-loop; one of ten hangs at last
      doors            payments that a bank decides over Kafka, and over HTTP
      pages            pages of payments over the Admin API, on many stored ones
      waiting          many terminals wait at one POS instance until their deadline
      overload         more terminals tap than may wait: the others are told 503
  --terminals 1,16     how many tap at once, a run for each, in the first four (default: each has
                       its own; approved and history 1,4,16,64,256)
  --seconds 10         how long each run is measured (default 10; admin or webhooks alone: 30)
  --warm-up 20         seconds of taps before anything is measured (default 20)
  --history 100000     how many payments are stored for history and pages (default 100000)
  --waiting 10000      how many wait in the scenario waiting (default 10000)
  --crowd 1000         how many tap in the scenario overload (default 1000)
  --quick              less of everything: a minute and a half in all
  --json FILE          write the figures there as well
  --profile FOLDER     each service leaves a processor profile (.cpuprofile) there
  --help               this text

Exit code 0 unless an answer or the books are wrong; speed never fails it. KAFKA_BROKERS and
*_DATABASE_URL make it use what is already running.
`;
