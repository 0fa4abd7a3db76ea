#!/bin/sh
# Run in the new root, with every package installed and image/tree in it: who there is, what starts, what the kernel
# can. Leaves in /medium what stands on the medium beside the root itself.
set -eu
umask 022

# Who: one ordinary user, whom nobody can become another from.
useradd --create-home --shell /usr/sbin/nologin --uid 1000 --groups lp,video keyclave
passwd --quiet --lock root
passwd --quiet --lock keyclave

# What starts.
systemctl --quiet enable keyclave-screen.service keyclave-window.service keyclave-machine.socket
systemctl --quiet set-default graphical.target
systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \
  avahi-daemon.service avahi-daemon.socket systemd-networkd.service systemd-networkd.socket getty@tty1.service \
  debug-shell.service keyboard-setup.service console-setup.service
# live-boot writes there that there is nothing but lo, and says so on the screen where it cannot.
mkdir -p /etc/network
cups=/etc/cups/cupsd.conf
grep -vE '^(Listen|Port|Browsing|WebInterface) ' $cups > $cups.new
printf 'Listen /run/cups/cups.sock\nBrowsing No\nWebInterface No\n' | cat - $cups.new > $cups
rm $cups.new

# What the kernel can: no interface of a network and no family of sockets but what is built in, whatever is plugged in.
modules=$(echo /lib/modules/*/kernel)
grep --recursive --files-with-matches --extended-regexp --include='*.ko' \
  'register_netdev|alloc_netdev_mqs|sock_register' "$modules" | xargs rm
# Nor what no ceremony needs, and takes room: other file systems, sound, television.
(cd "$modules" && rm -rf drivers/net drivers/bluetooth drivers/infiniband drivers/nfc drivers/isdn drivers/staging \
  drivers/atm drivers/firewire drivers/ieee802154 drivers/usb/gadget drivers/target drivers/gpu/drm/nouveau \
  drivers/media/dvb-frontends drivers/media/tuners drivers/media/pci drivers/media/radio drivers/media/rc \
  drivers/media/platform drivers/media/test-drivers sound net/bluetooth net/wireless net/mac80211 net/netfilter \
  net/ipv4 net/ipv6 net/bridge net/sctp net/ceph net/sunrpc fs/nfs fs/nfsd fs/cifs fs/smb fs/smbfs_common fs/ceph \
  fs/afs fs/ocfs2 fs/gfs2 fs/dlm fs/orangefs fs/9p fs/lockd fs/coda fs/jfs fs/reiserfs fs/ubifs fs/jffs2 fs/nilfs2 \
  fs/hfs fs/minix fs/sysv fs/ufs fs/befs fs/affs)
depmod "$(basename "$(dirname "$modules")")"
if grep --recursive --quiet --extended-regexp --include='*.ko' 'register_netdev|alloc_netdev_mqs|sock_register' "$modules"
then echo 'a module for networks is left' >&2; exit 1
fi

# What starts it.
echo update_initramfs=yes > /etc/initramfs-tools/update-initramfs.conf
printf 'COMPRESS=zstd\nMODULES=most\n' > /etc/initramfs-tools/conf.d/keyclave
update-initramfs -c -k all > /dev/null
mkdir -p /medium/live /medium/boot/grub /medium/efi/EFI/BOOT
mv /boot/vmlinuz-* /medium/live/vmlinuz
mv /boot/initrd.img-* /medium/live/initrd.img
cp -r /usr/lib/grub/i386-pc /medium/boot/grub/
grub-mkimage --directory /usr/lib/grub/i386-pc --prefix /boot/grub --format i386-pc-eltorito \
  --output /medium/boot/grub/i386-pc/eltorito.img biosdisk iso9660
mv /medium/boot/grub/i386-pc/boot_hybrid.img /medium/mbr.img
cp /usr/lib/shim/shimx64.efi.signed /medium/efi/EFI/BOOT/BOOTX64.EFI
cp /usr/lib/shim/mmx64.efi.signed /medium/efi/EFI/BOOT/mmx64.efi
cp /usr/lib/grub/x86_64-efi-signed/gcdx64.efi.signed /medium/efi/EFI/BOOT/grubx64.efi
dpkg-query --show --showformat '${Package} ${Version} ${Architecture}\n' | LC_ALL=C sort > /medium/installed

# What only this building needed, or what differs from one building to the next.
rm -rf /boot/* /vmlinuz* /initrd.img* /usr/lib/grub /usr/lib/shim /usr/share/grub /root/set-up.sh /var/log/* \
  /var/lib/dbus/machine-id /var/lib/systemd/random-seed /var/lib/systemd/catalog/database /var/lib/dpkg/*-old \
  /var/backups/* /etc/passwd- /etc/shadow- /etc/group- /etc/gshadow- /etc/subuid- /etc/subgid- /etc/resolv.conf \
  /etc/apt/sources.list /etc/apt/sources.list.d/* \
  /etc/ssl/private/ssl-cert-snakeoil.key /etc/ssl/certs/ssl-cert-snakeoil.pem
find /var/cache -type f -delete
find /etc/ssl/certs -lname ssl-cert-snakeoil.pem -delete
find / -xdev -name __pycache__ -prune -exec rm -rf {} +
: > /etc/machine-id
