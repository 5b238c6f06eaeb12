import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCgroup } from './cgroup.ts';

const ID = '0123456789abcdef'.repeat(4);
const POD = 'kubepods-burstable-pod12345678_1234_1234_1234_123456789abc.slice';

const containers: readonly [string, string | undefined, string?][] = [
  [`/system.slice/docker-${ID}.scope`, 'docker'],
  [`/docker/${ID}`, 'docker'],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${ID}.scope`, 'docker'],
  [`/system.slice/docker-${ID}.scope/init.scope`, 'docker'],
  [`/kubepods.slice/kubepods-burstable.slice/${POD}/cri-containerd-${ID}.scope`, 'containerd'],
  [`/system.slice/containerd.service/kubepods-burstable-pod1:cri-containerd:${ID}`, 'containerd'],
  [`/system.slice/nerdctl-${ID}.scope`, 'containerd'],
  [`/kubepods.slice/${POD}/crio-${ID}.scope`, 'crio'],
  [`/machine.slice/libpod-${ID}.scope/container`, 'podman'],
  [`/kubepods/besteffort/pod9f8e/${ID}`, 'kubernetes'],
  ['/lxc.payload.web1/system.slice/nginx.service', 'lxc', 'web1'],
  ['/lxc/db2', 'lxc', 'db2'],
  ['/machine.slice/systemd-nspawn@sid.service/payload', 'unknown', 'sid'],
  [`/ecs/0f1e2d/${ID}`, 'unknown'],
  ['/system.slice/docker.service', undefined],
  ['/system.slice/containerd.service', undefined],
  [`/machine.slice/libpod-conmon-${ID}.scope`, undefined],
  ['/lxc.monitor.web1', undefined],
  ['/user.slice/user-0.slice/session-1.scope', undefined],
  [`/system.slice/docker-${ID.slice(1)}.scope`, undefined],
  ['', undefined],
  ['/', undefined],
];

describe('the container by its cgroup', () => {
  for (const [path, runtime, id = ID] of containers) {
    it(`${runtime ?? 'stays quiet when it is'} ${path}`, () => {
      assert.deepEqual(parseCgroup(path).container, runtime === undefined ? undefined : { id, runtime });
    });
  }
});

const units: readonly [string, string | undefined][] = [
  ['/system.slice/ssh.service', 'ssh.service'],
  ['/system.slice/system-postgresql.slice/postgresql@15-main.service', 'postgresql@15-main.service'],
  ['/user.slice/user-1000.slice/user@1000.service/app.slice/app-editor.scope', 'app-editor.scope'],
  ['/user.slice/user-1000.slice/user@1000.service/init.scope', 'user@1000.service'],
  ['/system.slice/a.service/own/deep', 'a.service'],
  ['/system.slice/run-u17.scope', undefined],
  ['/init.scope', undefined],
  ['/', undefined],
];

describe('the unit by its cgroup', () => {
  for (const [path, unit] of units) {
    it(`${unit ?? 'stays quiet when it is'} ${path}`, () => assert.equal(parseCgroup(path).unit, unit));
  }
});
