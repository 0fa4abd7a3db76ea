#!/bin/sh
# Run in the started image by the kernel's command line, from a stick that it has mounted by itself: says on the serial
# line what the machine is like, one fact in a line. Before the window starts it puts something between it and its browser
# that hears what stands in the window (ears.ts), for whoever presses the machine's keys afterwards.
exec > /dev/ttyS0 2>&1
here=$(dirname "$0")
as_keyclave() { systemd-run --quiet --wait --pipe --collect --uid keyclave --property PrivateNetwork=yes --working-directory /home/keyclave --setenv HOME=/home/keyclave "$@"; }
node=/usr/lib/keyclave/bin/node

mkdir -m 700 /run/ears /run/browser
chown keyclave /run/ears
install -m 644 "$here/ears.mjs" /run/ears/
mount --bind /usr/lib/chromium /run/browser
mount --make-private /run/browser
chmod 755 /run/browser
# Nothing that lies in /run can be run.
printf '#!/bin/sh\nexec %s /run/ears/ears.mjs /run/browser/chromium "$@"\n' "$node" > /usr/local/lib/between
chmod 755 /usr/local/lib/between
mount --bind /usr/local/lib/between /usr/lib/chromium/chromium
stty -F /dev/ttyS1 raw -echo
(cd / && exec $node /run/ears/ears.mjs relay) &
systemctl --no-block start graphical.target

until grep --files-with-matches --quiet -e --type=renderer /proc/[0-9]*/cmdline 2> /dev/null; do sleep 5; done
echo "probe window open"
echo "probe interfaces $(echo $(ls /sys/class/net))"
echo "probe sockets $(cat /proc/net/tcp /proc/net/udp /proc/net/raw 2> /dev/null | grep -c ': ')"
echo "probe ipv6 $([ -e /proc/net/tcp6 ] && echo there || echo none)"
for module in e1000 e1000e r8169 igb iwlwifi ath9k virtio_net usbnet cdc_ether bluetooth btusb mac80211 cfg80211 \
  thunderbolt_net firewire_net af_packet vsock can tun bridge; do
  # What is built in is there already, and modprobe says yes.
  modprobe --quiet "$module" && grep --quiet "^$module " /proc/modules && echo "probe loaded $module"
done
echo "probe disks $(echo $(grep '^/dev/[sv]d' /proc/mounts | cut -d ' ' -f 2))"
echo "probe swaps $(tail -n +2 /proc/swaps | wc -l)"
echo "probe failed $(echo $(systemctl --failed --no-legend --plain | cut -d ' ' -f 1))"
echo "probe cores $(cat /proc/sys/kernel/core_pattern)"
echo "probe root $(grep '^root:' /etc/shadow | cut -d : -f 2 | cut -c 1)"
echo "probe printing $(lpstat -r)"
as_keyclave /usr/lib/keyclave/bin/node "$here/probe.mjs"
as_keyclave /usr/bin/keyclave demo > /tmp/demo 2>&1; echo "probe demo $?"
grep -c byte-identical /tmp/demo
echo "probe memory $(echo $(grep -E '^(MemTotal|MemAvailable)' /proc/meminfo))"
echo "probe end"
