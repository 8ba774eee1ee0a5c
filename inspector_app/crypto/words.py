"""256 words for fingerprints: one word per byte.

Unaccented Vietnamese words of two syllables or well-known place names, 4 to 10 letters, which anyone
can read aloud over a bad telephone line and find on any keyboard. No two are closer than two letters
apart (a test checks it), so that a slip never turns one into another. The order is the meaning of
the byte: the list can never change.
"""

from __future__ import annotations

from typing import Final

_TEXT: Final = """
    angiang aodai aolang backan bacninh bamien bangla banhchung banhmi bantay baocat batgiac
    bavi bentre benxe bepga bidao biendong binhdinh binhduong binhphuoc binhthuan bocau bonbon
    bongsen bosua bunbo buoi butchi butmuc cachep cachua camau camsanh canhen cantho caobang
    caphe carot cauday cauthang cauvong chalua chanhday chaudoc chenca chieuta chimsau chodem
    chomchom chongchong chuoi chuonchuon concong condao conmeo cuabien cuaso cuchi cuctrang
    cumeo cuunon daibang daklak daknong dalat danang daokeo dautay deglua demkhuya denpin
    dentroi detmen devang diabay dienbien dienthoai dieubay donggo dongha donghoi dongnai
    dongruong dongthap duahau dualeo dudu duongphen gachngoi gatrong gautruc gialai giaytrang
    giengnuoc giomua gungvang hacgiay hagiang haiau haiduong haiphong halong hanhla hatinh
    hatsen heocon hethu hoabinh hoadao hoahong hoamai hocao hoian honnon hosen hungyen
    huongduong khanhhoa khivang khoailang khoaitay khoimay khunglong kiengiang kienlua kimchi
    kontum kyniem laichau langque langson lanrung laocai lathu lavang longan lualon luamoi
    maichieu mamnon mangcau mangcut mangtre manhau matcong mattrang mattroi mayanh maybay maynha
    mocchau mongcai muaxuan muctuoi muoibien namdinh nangvang nemran nenthom nenvang nghe nghean
    ngocbich ngoisao ngua nguavan nhahat nhatrang nhenden ninhbinh noicom nuirung nuocmam ocsen
    ongmat ongnhom ongtre phanthiet phaohoa phobo phuongvi phuquoc phutho phuyen pleiku quadat
    quaibi quangbinh quangnam quangngai quangtri quatmay quyt raumuong raungot rongbay ruongbac
    sachvo sadec saigon sammua samrung saobien saohom sapa sapoche saurieng soctbay soctrang
    songhong sonla suadau suhao suoinguon suongmu tamdao tamgiac tamky tauhoa tayninh thacbac
    thaibinh thanhlong thiatre thotrang thuathien thuvien tieuden tomhum tranhtet tratxanh trau
    travinh tretruc trongdong tungbach tuquy tuyenquang tuyetroi vaithieu vietbac vietri
    vinhlong vinhphuc vitbau voirung vungtau vuontre xedap xelua xoai xoinep xuanmoi yenbai
    yensao
"""

WORDS: Final[tuple[str, ...]] = tuple(_TEXT.split())
