// Holds the words by which people's files call their columns, by role and language.
#pragma once
#include <cstdint>
#include <string_view>

namespace footfall {

// Where the noun that a name is about stands in it: "sales date" but "date de vente".
enum class Noun : uint8_t { kLast, kFirst };

struct RoleWords {
  std::string_view role;
  Noun noun;
  double sureness;         // of a name that is such a word
  std::string_view words;  // surest first; letters and digits without accents
};

// Names of columns as they stand in files of tills, shops and accounts. English: UCI Online Retail,
// Complete Journey, exports of Shopify, WooCommerce and Square. German: DSFinV-K, the tills' export
// that German tax law lays down (BON_NR, UMS_BRUTTO, WARENGR, STK_BR), DATEV, Lexware, SAP Business
// One. French: exports of tills and the FEC's DateFacture style (TTC with tax, HT without).
// Spanish: Facturae, Odoo and A3 exports, "folio" and "rubro" of Latin America. Italian: tills'
// scontrini and FatturaPA. Polish: JPK_FA and
// JPK_V7, e-paragon, Subiekt and Comarch exports. Hindi in Latin letters: bill books beside the
// English of Tally and Marg (Vch No, Particulars, Party Name, Rate, Amt).
constexpr RoleWords kWords[] = {
    {"transaction", Noun::kLast, 1,
     "transactionid invoiceno invoice invoiceid invoicenumber orderid orderno ordernumber order "
     "basketid basket receiptid receiptno receipt receiptnumber ticketid ticket ticketno "
     "ticketnumber billno "
     "billid bill billnumber transaction transactionno saleid salesid saleno tripid voucherno "
     "vchno voucher documentno docno"},
    {"transaction", Noun::kLast, 1,
     "bonnr bonnummer bonid bon kassenbon kassenbonnr belegnr belegnummer belegid beleg "
     "rechnungsnr rechnungsnummer rechnung auftragsnr auftragsnummer auftrag bestellnr "
     "bestellnummer bestellung vorgangsnr vorgang transaktion transaktionsnr"},
    {"transaction", Noun::kFirst, 1,
     "numeroticket noticket nticket facture numerofacture nofacture nfacture commande "
     "numerocommande nocommande ncommande numeropiece piece npiece"},
    {"transaction", Noun::kFirst, 1,
     "factura numerofactura nofactura nfactura numfactura pedido numeropedido nopedido npedido "
     "recibo comprobante folio boleta albaran idventa idpedido idticket numeroticket"},
    {"transaction", Noun::kFirst, 1,
     "scontrino numeroscontrino nscontrino noscontrino idscontrino ricevuta numeroricevuta fattura "
     "numerofattura nfattura ordine numeroordine nordine idordine documento numerodocumento"},
    {"transaction", Noun::kFirst, 1,
     "paragon nrparagonu numerparagonu faktura nrfaktury numerfaktury zamowienie nrzamowienia "
     "numerzamowienia nrdokumentu numerdokumentu dokument transakcja nrtransakcji idtransakcji"},
    {"transaction", Noun::kLast, 1,
     "billsankhya rasid rasidno rasidsankhya bijak bijakno chalan chalanno"},
    {"customer", Noun::kLast, 1,
     "customerid customer customerno custid clientid client userid user memberid member "
     "householdid household householdkey shopperid shopper buyerid buyer cardid cardno cardnumber "
     "loyaltycard loyaltycardno loyaltycardnumber loyaltyid loyaltyno loyaltynumber accountid cid "
     "customernumber customercode clientno buyerusername partyname party customername mobileno "
     "mobile phone"},
    {"customer", Noun::kLast, 1,
     "kundennr kundennummer kdnr kdnummer kd kundenid kundeid kunde kundenkarte kundenkartennr "
     "kaufer kaeufer "
     "debitor debitorennr debitorennummer auftraggeber auftraggeberempfaenger "
     "auftraggeberempfanger "
     "mitglied mitgliedsnr kundenname"},
    {"customer", Noun::kFirst, 1,
     "idclient codeclient numeroclient noclient nclient client acheteur adherent cartefidelite "
     "nomclient"},
    {"customer", Noun::kFirst, 1,
     "idcliente codigocliente codcliente numerocliente ncliente cliente comprador socio "
     "nombrecliente"},
    {"customer", Noun::kFirst, 1,
     "codicecliente nomecliente acquirente tessera codicetessera numerotessera cartafedelta"},
    {"customer", Noun::kFirst, 1,
     "idklienta nrklienta numerklienta kodklienta klient klientid kontrahent idkontrahenta nabywca "
     "kupujacy odbiorca kartaklienta nrkarty"},
    {"customer", Noun::kLast, .7,
     "email emailaddress customeremail billingemail emailbilling buyeremail fromemailaddress"},
    {"customer", Noun::kLast, 1, "grahakid grahak grahakno grahakname grahaknaam kharidar"},
    {"time", Noun::kLast, 1,
     "timestamp transactiontimestamp invoicedate orderdate transactiondate purchasedate datetime "
     "date saledate transactiontime transactiondt createdat time day paidat soldat billdate "
     "receiptdate voucherdate documentdate postingdate salesdate orderedat purchasedat"},
    {"time", Noun::kLast, 1,
     "zeitstempel datumuhrzeit datumzeit bonstart bonende bondatum belegdatum kaufdatum "
     "buchungstag wertstellung valuta verkaufsdatum rechnungsdatum bestelldatum auftragsdatum "
     "buchungsdatum datum kaufzeit "
     "zeitpunkt zeit tag"},
    {"time", Noun::kFirst, 1,
     "horodatage dateheure datevente dateachat dateticket datefacture datecommande date jour"},
    {"time", Noun::kFirst, 1,
     "fechahora fechayhora fechaventa fechacompra fechaticket fechafactura fechapedido fecha dia"},
    {"time", Noun::kFirst, 1,
     "dataora dataeora datavendita dataacquisto datascontrino datafattura dataordine datadocumento "
     "giorno"},
    {"time", Noun::kFirst, 1,
     "dataczas dataigodzina datasprzedazy datazakupu datatransakcji dataparagonu datawystawienia "
     "datazamowienia data"},
    {"time", Noun::kLast, 1, "tarikh tareekh tarik dinank dinaank din"},
    {"clock", Noun::kLast, 1,
     "clock timeofday clocktime saletime billtime receipttime ordertime invoicetime transtime "
     "transactiontime time"},
    {"clock", Noun::kLast, 1, "uhrzeit bonzeit kaufzeit verkaufszeit belegzeit kassenzeit zeit"},
    {"clock", Noun::kFirst, 1, "heure heurevente heureticket heureachat"},
    {"clock", Noun::kFirst, 1, "hora horaventa horaticket horacompra"},
    {"clock", Noun::kFirst, 1, "ora orario oravendita orascontrino oraacquisto"},
    {"clock", Noun::kFirst, 1, "godzina godz godzinasprzedazy czas czassprzedazy"},
    {"clock", Noun::kLast, 1, "samay samaya"},
    {"amount", Noun::kLast, 1,
     "amount totalamount salesvalue totalprice total linetotal revenue sales spend netamount "
     "grossamount ordervalue value payment dollars net gross amt netamt lineamount linevalue "
     "extendedprice subtotal grandtotal billamount billamt netsales grosssales turnover"},
    {"amount", Noun::kLast, 1,
     "betrag gesamtbetrag gesamtpreis gesamt umsbrutto bruttobetrag bruttoumsatz umsatz summe "
     "zeilenbetrag positionsbetrag zeilensumme positionssumme gesamtsumme bonsumme rechnungsbetrag "
     "warenwert endbetrag endpreis zeilenpreis positionspreis wert erlos brutto nettobetrag "
     "nettoumsatz netto"},
    {"amount", Noun::kFirst, 1,
     "montant montantttc totalttc montanttotal prixtotal totalligne montantligne total "
     "chiffredaffaires chiffreaffaires ttc valeur montantht totalht"},
    {"amount", Noun::kFirst, 1,
     "importe importetotal importelinea totallinea monto montototal preciototal total ventas valor "
     "facturacion"},
    {"amount", Noun::kFirst, 1,
     "importo importototale importoriga totaleriga prezzototale totale valore incasso ricavo "
     "fatturato lordo importolordo importonetto"},
    {"amount", Noun::kFirst, 1,
     "kwota wartosc wartoscbrutto kwotabrutto suma razem wartoscsprzedazy cenacalkowita obrot "
     "sprzedaz brutto dozaplaty naleznosc wartoscnetto kwotanetto netto"},
    {"amount", Noun::kLast, 1, "rashi raashi rakam raqam kulrashi kulrakam dhanrashi kul"},
    {"quantity", Noun::kLast, 1,
     "quantity qty units unitsbought numberofitems numberof numitems count number pieces qnty "
     "noofitems "
     "unitssold quantitysold pcs"},
    {"quantity", Noun::kLast, 1, "menge anzahl stuckzahl stueckzahl absatzmenge stuck stueck stk"},
    {"quantity", Noun::kFirst, 1, "quantite qte qtevendue nombre nb nbarticles unites"},
    {"quantity", Noun::kFirst, 1, "cantidad cant unidades uds piezas"},
    {"quantity", Noun::kFirst, 1, "quantita qta pezzi numeropezzi npezzi unita"},
    {"quantity", Noun::kFirst, 1, "ilosc liczbasztuk sztuk sztuki szt liczba"},
    {"quantity", Noun::kLast, 1, "matra maatra nag tadad sankhya"},
    {"unit_price", Noun::kLast, 1,
     "unitprice price itemprice sellingprice priceperunit itemcost salesprice unitrate rate mrp"},
    {"unit_price", Noun::kLast, 1,
     "einzelpreis stuckpreis stueckpreis stkbr stkpreis epreis preisprostuck preisjestuck "
     "verkaufspreis vkpreis preis vk"},
    {"unit_price", Noun::kFirst, 1,
     "prixunitaire prixunitairettc pu puttc prixvente prix puht prixunitaireht"},
    {"unit_price", Noun::kFirst, 1,
     "preciounitario preciounidad punitario precioventa pvp precio valorunitario"},
    {"unit_price", Noun::kFirst, 1,
     "prezzounitario prezzovendita prezzounita punit prezzo valoreunitario"},
    {"unit_price", Noun::kFirst, 1,
     "cenajednostkowa cenajedn cenasprzedazy cenazasztuke cenabrutto cena cenanetto"},
    {"unit_price", Noun::kLast, 1, "bhav bhaav dar kimat keemat qeemat mulya moolya"},
    {"category", Noun::kLast, 1,
     "category productcategory itemcategory categoryname department itemgroup productgroup "
     "commodity productsubclass class departmentname itemgroupname productfamily itemclass "
     "itemtype producttype stockgroup group section family subcategory"},
    {"category", Noun::kLast, 1,
     "warengruppe warengr warengrbez artikelgruppe produktgruppe hauptwarengruppe kategorie "
     "warenkategorie produktkategorie abteilung sortiment sparte hauptgruppe gruppe warenart"},
    {"category", Noun::kFirst, 1,
     "categorie rayon famille famillearticle familleproduit categorieproduit departement groupe "
     "sousfamille"},
    {"category", Noun::kFirst, 1,
     "categoria familia seccion rubro categoriaproducto departamento grupo grupoarticulo"},
    {"category", Noun::kFirst, 1,
     "reparto categoriamerceologica categoriaprodotto gruppomerceologico famiglia gruppo settore"},
    {"category", Noun::kFirst, 1,
     "kategoria grupatowarowa grupatowarow kategoriaproduktu grupaasortymentowa asortyment dzial "
     "grupa rodzaj"},
    {"category", Noun::kLast, 1, "shreni varg vibhag samuh prakar"},
    {"product", Noun::kLast, 1,
     "productid stockcode sku itemid productcode itemcode upc ean barcode plu itemno productno "
     "articleno articleid product item article"},
    {"product", Noun::kLast, 1,
     "artikelnr artikelnummer artikelid artnr produktnr produktnummer produktid materialnummer "
     "artikel produkt ware"},
    {"product", Noun::kFirst, 1,
     "refarticle referencearticle codearticle codeproduit codebarre codebarres reference ref "
     "article produit"},
    {"product", Noun::kFirst, 1,
     "codigoarticulo codarticulo codigoproducto codproducto codigobarras referencia articulo "
     "producto"},
    {"product", Noun::kFirst, 1,
     "codarticolo codicearticolo codiceprodotto codprodotto codiceabarre "
     "codicebarre articolo prodotto"},
    {"product", Noun::kFirst, 1,
     "kodtowaru kodproduktu idtowaru idproduktu indeks symbol kodkreskowy towar produkt artykul"},
    {"product", Noun::kLast, 1, "vastucode vastuno vastu saman samaan utpad maal"},
    {"description", Noun::kLast, 1,
     "description productname itemname productdescription itemdescription articlename itemdesc "
     "productdesc productdetail nameofitem stockitem particulars"},
    {"description", Noun::kLast, 1,
     "bezeichnung artikelbezeichnung artikelname artikeltext produktname produktbezeichnung "
     "artikelbeschreibung beschreibung warenbezeichnung"},
    {"description", Noun::kFirst, 1,
     "designation libelle libellearticle designationarticle nomproduit nomarticle"},
    {"description", Noun::kFirst, 1,
     "descripcion nombreproducto nombrearticulo descripcionarticulo descripcionproducto "
     "denominacion concepto detalle"},
    {"description", Noun::kFirst, 1,
     "descrizione descrizionearticolo descrizioneprodotto nomeprodotto nomearticolo "
     "denominazione"},
    {"description", Noun::kFirst, 1,
     "nazwatowaru nazwaproduktu nazwaartykulu nazwa opistowaru opisproduktu opis towarusluga"},
    {"description", Noun::kLast, 1, "vastunaam vastukanaam vivaran"},
    // The product's own word names it where a code stands beside it.
    {"description", Noun::kLast, .8,
     "article product item artikel produkt ware articulo producto produit articolo prodotto towar "
     "artykul vastu"},
    {"currency", Noun::kLast, 1,
     "currency currencycode ordercurrency waehrung wahrung devise moneda divisa waluta"},
    {"persona", Noun::kLast, 1, "persona segment customersegment customergroup cluster"},
    {"persona", Noun::kLast, 1, "kundengruppe kundensegment"},
    {"persona", Noun::kFirst, 1,
     "segmentclient groupeclient segmento segmentocliente grupocliente gruppocliente"},
    {"persona", Noun::kFirst, 1, "segmentklienta grupaklienta grupaklientow"},
    {"lines", Noun::kLast, 1, "lines numberoflines linecount anzahlpositionen positionen"},
    {"lines", Noun::kFirst, 1, "nblignes lignes lineas righe numerorighe liczbapozycji"},
    {"festival", Noun::kLast, 1, "festival holiday event feiertag tyohar tyohaar"},
    {"festival", Noun::kFirst, 1, "jourferie festivo festivita swieto"},
    {"name", Noun::kLast, 1, "name fullname customername kundenname naam"},
    {"name", Noun::kFirst, 1, "nom nombre nome imienazwisko nomclient nombrecliente nomecliente"},
    {"email", Noun::kLast, 1, "email emailaddress mail emailadresse"},
    {"email", Noun::kFirst, 1, "courriel correo correoelectronico adresemail"},
    {"city", Noun::kLast, 1, "city town ort stadt wohnort shahar nagar"},
    {"city", Noun::kFirst, 1, "ville ciudad citta comune miasto miejscowosc"}};

}  // namespace footfall
