#!/bin/sh
# 对账文件导出: recon-export.sh DIR BANK
dir=$1 bank=$2
say() { echo "$(date -u '+%F %T') [recon-export] pid=$$ $*" >>"$dir/log/recon-export.log"; }
exec 9>>"$dir/run/recon-export.lock"
if ! flock -n 9; then
  say "WARN 获取锁失败 $dir/run/recon-export.lock，已有实例在运行(pid=$(cat "$dir/run/recon-export.pid"))，本次跳过"
  exit 0
fi
echo $$ >"$dir/run/recon-export.pid"
say "INFO 开始导出，步骤1/3 汇总当日流水"
sleep 1
say "INFO 步骤2/3 从银行前置拉取清算文件 $bank"
curl -s -o "$dir/run/clearing.part" "$bank" || { say "ERROR 拉取失败"; exit 1; }
say "INFO 步骤3/3 生成 $dir/out/recon.csv"
date -u +%FT%TZ >"$dir/out/recon.csv"
say "INFO 导出完成"
