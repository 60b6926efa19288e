# Makes, at $root, a Debian machine to throw away: this one, seen through a layer that keeps every change apart
# (overlayfs), in mount names of its own (« unshare --mount »), with the code at /opt/maillage; then the first steps of
# « Installer sur un serveur » are followed in it. Read by machine.sh and booted-machine.sh, as root.
# shellcheck shell=sh
set -eu
code=$1 place=$2 port=$3
mount --make-rprivate /
mount -t tmpfs tmpfs "$place"
mkdir "$place/upper" "$place/work" "$place/root" "$place/code"
mount --bind "$code" "$place/code"
mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$place/root"
root=$place/root
mkdir -p "$root/opt/maillage"
mount --bind "$place/code" "$root/opt/maillage"
mount -o remount,bind,ro "$root/opt/maillage"

inside() { chroot "$root" "$@"; }
# 1, 2 and 3: the account, the settings, the command.
follow_the_page() {
  inside useradd --system --home-dir /var/lib/maillage --no-create-home --shell /usr/sbin/nologin maillage
  inside install -d -m 0750 -g maillage /etc/maillage
  inside install -m 0640 -g maillage /opt/maillage/deploy/maillage.env.example /etc/maillage/maillage.env
  sed -i "s/^PORT=.*/PORT=$port/" "$root/etc/maillage/maillage.env"
  inside install -m 0755 /opt/maillage/deploy/systemd/maillage /usr/local/bin/
}
answers() {
  for _ in $(seq 240); do
    curl -fs "localhost:$port/sante" && echo && return
    sleep 0.5
  done
  return 1
}
