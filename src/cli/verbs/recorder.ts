/**
 * `recorder`: what `record` starts as its child: writes the stream on standard input to a recording. Internal.
 * It keeps a host state, for one purpose: so that the questions of a judging run are asked, and answered, now.
 */
import { resolve } from 'node:path';
import { AnswerJournal, Host, hostAnswers } from '../../host/index.ts';
import { become, findUser } from '../../launch/index.ts';
import { resolveSettings, settingsTexts } from '../../settings/index.ts';
import { liveSource, Recorder } from '../../source/index.ts';
import { ignoreSignals, onLauncherMessage, say } from '../engine-process/channel.ts';
import { StreamNotices } from '../engine-process/notices.ts';
import { Meter } from '../live/meter.ts';
import { Terminal } from '../live/terminal.ts';
import type { Verb } from '../verb.ts';
import { version } from '../version.ts';
import { record } from './record.ts';

export const recorder: Verb = {
  name: 'recorder',
  about: 'records the stream on standard input; record starts it',
  options: record.options,
  internal: true,
  run: async ({ options }) => {
    ignoreSignals();
    const texts = settingsTexts(options.config);
    const { settings } = resolveSettings({ texts, environment: process.env, options: { user: options.user } });
    const terminal = new Terminal();
    const path = options.output ?? '';
    const identity = findUser(settings.user);
    const file = new Recorder(path, { created: new Date().toISOString(), version: version() });
    become(identity);
    onLauncherMessage((message) => message.type === 'notice' && terminal.notice(message.text));
    say({ type: 'ready', sensor: resolve(settings.sensor) });

    const meter = new Meter();
    const journal = new AnswerJournal(hostAnswers(), (value) => file.note(value));
    const host = new Host(journal);
    const notices = new StreamNotices((line) => terminal.notice(line));
    let told = false;
    for await (const batch of liveSource(process.stdin, { onBytes: file.take.bind(file) })) {
      for (const event of batch) {
        host.apply(event);
        journal.observe(event);
        meter.observe(event);
        notices.observe(event);
        if (told || (event.kind !== 'snapshot_end' && event.kind !== 'status')) continue;
        told = true;
        terminal.notice(`recording to ${path} as ${identity.name}`);
        say({ type: 'watching' });
      }
    }
    file.close();
    const lost = meter.lost === 0 ? 'none lost' : `${meter.lost} lost`;
    terminal.notice(`recorded ${meter.events} events, ${lost}, ${file.written} bytes`);
    return 0;
  },
};
