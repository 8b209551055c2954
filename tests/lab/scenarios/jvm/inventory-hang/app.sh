. "$LAB_LIB/lab.sh"
# compile FILE: into $LAB_DIR/app
compile() { mkdir -p "$LAB_DIR/app" "$LAB_DIR/log"; javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -d "$LAB_DIR/app" "$@"; }
jvm() { background "$@"; }
