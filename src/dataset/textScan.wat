;; Reads texts of JSON in bytes of UTF-8, for textScan.ts, which says what the functions are for.
;; "node scripts/wasm.mjs" makes textScanProgram.ts of it.
;;
;; The memory: the hash that was read last, in four bytes; from 256 on, by each byte, whether a backslash before it makes an
;; escape of two; from 512 on the bytes that are read, and sixteen more.
(module
  (memory (export "memory") 1)

  ;; The first byte from "at" on that is not ASCII, or is a quote, a backslash or a control character. Where there is none
  ;; before "end", a number that is not below it.
  (func $skip (export "skip") (param $at i32) (param $end i32) (result i32)
    (local $bytes v128)
    (local $special i32)
    (loop $next
      (local.set $bytes (v128.load offset=512 align=1 (local.get $at)))
      (local.set $special
        (i8x16.bitmask
          (v128.or
            ;; Bytes that are not ASCII are negative, and so are lower than a blank, as control characters are.
            (i8x16.lt_s (local.get $bytes) (i8x16.splat (i32.const 0x20)))
            (v128.or
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x22)))
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x5c)))))))
      (if (local.get $special)
        (then (return (i32.add (local.get $at) (i32.ctz (local.get $special))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $at))

  ;; Where the quote is that closes the text from "from" on; -1 for a text that is not as plain as most are.
  (func (export "read") (param $from i32) (param $end i32) (param $path i32) (result i32)
    (local $at i32)
    (local $byte i32)
    (local $hash i32)
    ;; Not 0 once something else than a blank was read.
    (local $ink i32)
    ;; Where the head ends, and later where the tail starts.
    (local $limit i32)
    ;; Where the last run without escapes starts.
    (local $run i32)
    (local $escapes i32)
    (local.set $at (local.get $from))
    (local.set $hash (local.get $path))

    (local.set $limit (i32.add (local.get $from) (i32.const 16)))
    (block $isShort
      (loop $head
        (if (i32.ge_u (local.get $at) (local.get $end))
          (then (return (i32.const -1))))
        (local.set $byte (i32.load8_u offset=512 (local.get $at)))
        (br_if $isShort (i32.eq (local.get $byte) (i32.const 0x22)))
        (if
          (i32.or
            ;; Below a blank or beyond ASCII.
            (i32.ge_u (i32.sub (local.get $byte) (i32.const 0x20)) (i32.const 0x60))
            (i32.eq (local.get $byte) (i32.const 0x5c)))
          (then (return (i32.const -1))))
        (local.set $ink (i32.or (local.get $ink) (i32.xor (local.get $byte) (i32.const 0x20))))
        (local.set $hash (i32.mul (i32.xor (local.get $hash) (local.get $byte)) (i32.const 0x01000193)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $head (i32.lt_u (local.get $at) (local.get $limit)))))
    (if (i32.eqz (local.get $ink))
      (then (return (i32.const -1))))

    (local.set $run (local.get $at))
    (block $isClosed
      (loop $rest
        (local.set $at (call $skip (local.get $at) (local.get $end)))
        (if (i32.ge_u (local.get $at) (local.get $end))
          (then (return (i32.const -1))))
        (local.set $byte (i32.load8_u offset=512 (local.get $at)))
        (br_if $isClosed (i32.eq (local.get $byte) (i32.const 0x22)))
        (if
          (i32.or
            (i32.ne (local.get $byte) (i32.const 0x5c))
            (i32.ge_u (i32.add (local.get $at) (i32.const 1)) (local.get $end)))
          (then (return (i32.const -1))))
        (if (i32.eqz (i32.load8_u offset=256 (i32.load8_u offset=513 (local.get $at))))
          (then (return (i32.const -1))))
        (local.set $escapes (i32.add (local.get $escapes) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (local.set $run (local.get $at))
        (br $rest)))

    (local.set $limit (i32.sub (local.get $at) (i32.const 8)))
    (if (i32.lt_s (local.get $limit) (local.get $run))
      (then (local.set $limit (local.get $run))))
    (local.set $run (local.get $at))
    (block $isOver
      (loop $tail
        (local.set $run (i32.sub (local.get $run) (i32.const 1)))
        (br_if $isOver (i32.lt_s (local.get $run) (local.get $limit)))
        (local.set $byte (i32.load8_u offset=512 (local.get $run)))
        ;; A slash may have a backslash before it, and the last of ASCII is mostly escaped.
        (br_if $isOver
          (i32.or
            (i32.eq (local.get $byte) (i32.const 0x2f))
            (i32.eq (local.get $byte) (i32.const 0x7f))))
        (local.set $hash (i32.mul (i32.xor (local.get $hash) (local.get $byte)) (i32.const 0x01000193)))
        (br $tail)))

    (i32.store
      (i32.const 0)
      (i32.mul
        (i32.xor
          (local.get $hash)
          (i32.sub (i32.sub (local.get $at) (local.get $from)) (local.get $escapes)))
        (i32.const 0x045d9f3b)))
    (local.get $at)))
