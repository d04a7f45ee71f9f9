"""Small lists in their own formats; every person and number in them is invented."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="{dated}T19:40:35.913-04:00">
<INDIVIDUALS>
<INDIVIDUAL><DATAID>700001</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME> SAMIR </FIRST_NAME><SECOND_NAME>AL-QASIM</SECOND_NAME><THIRD_NAME/>
<UN_LIST_TYPE>Example</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001 </REFERENCE_NUMBER><LISTED_ON>2011-05-09</LISTED_ON><GENDER>Male</GENDER>
<NAME_ORIGINAL_SCRIPT>سمير القاسم</NAME_ORIGINAL_SCRIPT><COMMENTS1>Head of an invented branch.</COMMENTS1>
<TITLE><VALUE>Dr.</VALUE></TITLE><DESIGNATION><VALUE>Director of the branch</VALUE></DESIGNATION><NATIONALITY><VALUE>Syria</VALUE></NATIONALITY>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE>2013-01-02</VALUE><VALUE>2016-03-04</VALUE></LAST_DAY_UPDATED>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Sameer Alkasem</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Nur</ALIAS_NAME><NOTE>nom de guerre</NOTE></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Damascus</CITY><COUNTRY>Syria</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1961</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1962-04-05-05:00</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Hama</CITY><COUNTRY>Syria</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER> 004512233</NUMBER><ISSUING_COUNTRY>Syria</ISSUING_COUNTRY>
</INDIVIDUAL_DOCUMENT>
<SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>
<INDIVIDUAL><DATAID>700002</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>LAYLA</FIRST_NAME><SECOND_NAME>HADDAD</SECOND_NAME>
<UN_LIST_TYPE>Example</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.002</REFERENCE_NUMBER><LISTED_ON>2012-06-07</LISTED_ON><COMMENTS1/>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE/></LAST_DAY_UPDATED>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS><INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH/><INDIVIDUAL_PLACE_OF_BIRTH/><INDIVIDUAL_DOCUMENT/><SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>
</INDIVIDUALS>
<ENTITIES>
<ENTITY><DATAID>110001</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ORONTES TRADING COMPANY</FIRST_NAME><UN_LIST_TYPE>Example</UN_LIST_TYPE>
<REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER><LISTED_ON>2014-09-23</LISTED_ON><COMMENTS1>Invented.</COMMENTS1>
<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE/></LAST_DAY_UPDATED>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Orontes Export</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><STREET>Mill Street 4</STREET><CITY>Hama</CITY><COUNTRY>Syria</COUNTRY></ENTITY_ADDRESS><SORT_KEY/><SORT_KEY_LAST_MOD/></ENTITY>
</ENTITIES>
</CONSOLIDATED_LIST>
"""

EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="{dated}T15:29:22.497+02:00" globalFileId="9001">
<sanctionEntity designationDate="2011-05-09" designationDetails="" unitedNationId="" euReferenceNumber="EU.901.1" logicalId="9001">
<remark>Invented.</remark>
<regulation regulationType="amendment" organisationType="council" publicationDate="2019-05-20" entryIntoForceDate="2019-05-21" numberTitle="2019/901
 (OJ L132)"
 programme="SYR" logicalId="1"><publicationUrl>https://example.org/2019/901</publicationUrl></regulation>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Samir" middleName="" lastName="AL-QASIM" wholeName="Samir AL-QASIM" function="Director of the branch" gender="M" title="Dr."
 nameLanguage="" strong="true" regulationLanguage="en" logicalId="2"><regulationSummary regulationType="amendment" publicationDate="2011-05-10"
 numberTitle="2011/901 (OJ L121)" publicationUrl="https://example.org/2011/901"/></nameAlias>
<nameAlias firstName="" middleName="" lastName="" wholeName="سمير القاسم" function="" title="" nameLanguage="AR" strong="false"
 regulationLanguage="en" logicalId="3"/>
<citizenship region="" countryIso2Code="SY" countryDescription="SYRIA" regulationLanguage="en" logicalId="4"/>
<birthdate circa="true" calendarType="GREGORIAN" city="Hama" zipCode="" year="1961" region="" place="" countryIso2Code="SY" countryDescription="SYRIA"
 regulationLanguage="en" logicalId="5"/>
<address city="Damascus" street="Mill Street 4" poBox="12" zipCode="" region="" place="" asAtListingTime="true" countryIso2Code="SY"
 countryDescription="SYRIA" regulationLanguage="en" logicalId="6"/>
<identification diplomatic="true" knownExpired="false" knownFalse="false" reportedLost="false" revokedByIssuer="false" issuedBy="" number="D1188"
 identificationTypeCode="passport" identificationTypeDescription="National passport" countryIso2Code="00" countryDescription="UNKNOWN"
 regulationLanguage="en" logicalId="7"/>
</sanctionEntity>
<sanctionEntity designationDate="2014-09-23" designationDetails="" unitedNationId="" euReferenceNumber="EU.902.2" logicalId="9002">
<regulation regulationType="amendment" organisationType="council" publicationDate="2014-09-23" entryIntoForceDate="2014-09-23" numberTitle="2014/902
 (OJ L280)"
 programme="SYR" logicalId="8"/>
<subjectType code="enterprise" classificationCode="E"/>
<nameAlias wholeName="Orontes Trading Company" function="" title="" nameLanguage="" strong="true" regulationLanguage="en" logicalId="9"/>
</sanctionEntity>
</export>
"""

OFAC = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd">
<publshInformation><Publish_Date>{dated}</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>9101</uid><firstName>Samir</firstName><lastName>AL-QASIM</lastName><title>Director</title><sdnType>Individual</sdnType>
<programList><program>SYRIA</program></programList>
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>004512233</idNumber><idCountry>Syria</idCountry><issueDate>14 Nov 2007</issueDate>
<expirationDate>12 Nov 2012</expirationDate></id><id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
<akaList><aka><uid>3</uid><type>a.k.a.</type><category>weak</category><lastName>ABU NUR</lastName></aka></akaList>
<addressList><address><uid>4</uid><city>Damascus</city><country>Syria</country></address></addressList>
<dateOfBirthList><dateOfBirthItem><uid>5</uid><dateOfBirth>circa 1961</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
<placeOfBirthList><placeOfBirthItem><uid>6</uid><placeOfBirth>Hama, Syria</placeOfBirth><mainEntry>true</mainEntry></placeOfBirthItem>
</placeOfBirthList>
</sdnEntry>
<sdnEntry><uid>9102</uid><lastName>ORONTES STAR</lastName><sdnType>Vessel</sdnType><programList><program>SYRIA</program></programList>
<vesselInfo><callSign>ABCD</callSign><vesselType>Tanker</vesselType></vesselInfo></sdnEntry>
</sdnList>
"""

OFAC_ADVANCED = Path(__file__).with_name("ofac_advanced.xml").read_text("utf-8")

SDN = (
    '9101,"AL-QASIM, Samir","individual","SYRIA] [SDGT","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 05 Apr 1962; alt. DOB circa 1961; POB Hama, Syria; nationality Syria; Gender Male; Passport 004512233 (Syria) issued 14 Nov 2007;'
    " a.k.a. 'ABU NUR'; Linked To: ORONTES TRADING COMPANY.\"\r\n"
    '9102,"ORONTES STAR","vessel","SYRIA",-0- ,"ABCD","Tanker",-0- ,-0- ,"Syria",-0- ,"Vessel Registration Identification IMO 9900112."\r\n'
    '9103,"ORONTES TRADING COMPANY",-0- ,"SYRIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
)
ALT = '9101,1,"aka","ALKASEM, Sameer",-0- \r\n9103,2,"fka","ORONTES EXPORT",-0- \r\n'
ADD = '9103,1,"Mill Street 4","Hama","Syria",-0- \r\n'

UK_COLUMNS = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,"
    "Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,"
    "Other Information,UK Statement of Reasons,Address Line 1,Address Country,Date Designated,D.O.B,Nationality(/ies),Passport number,"
    "Passport additional information,Position,Gender,Town of birth,Country of birth,IMO number"
)
UK = (
    "Report Date: {dated}\n" + UK_COLUMNS + "\n"
    "18/03/2020,SYR9001,19001,,AL-QASIM,Samir,,,,,Primary Name,,Dr,سمير القاسم,Arabic,Arabic,The Syria Regulations,Individual,UK,"
    "Asset freeze|Travel Ban,Invented.,For an invented reason.,Mill Street 4,Syria,09/05/2011,00/04/1962,Syria,004512233,,Director,Male,Hama,Syria,\n"
    "18/03/2020,SYR9001,19001,,ALKASEM,Sameer,,,,,Alias,Good quality,Dr,,,,The Syria Regulations,Individual,UK,Asset freeze|Travel Ban,Invented.,"
    "For an invented reason.,Mill Street 4,Syria,09/05/2011,00/00/1961,Syria,004512233,,Director,Male,Hama,Syria,\n"
    "18/03/2020,SYR9002,19002,,ORONTES STAR,,,,,,Primary Name,,,,,,The Syria Regulations,Ship,UK,Specified ship,,,,,23/09/2014,,,,,,,,,9900112\n"
)
OFSI = (
    "Last Updated,{dated}\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,"
    "Country of Birth,Nationality,Passport Number,Passport Details,National Identification Number,NI Details,Position,Address 1,Address 2,Address 3,"
    "Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,"
    "UK Sanctions List Date Designated,Last Updated,Group ID\n"
    "AL-QASIM,Samir,,,,,Dr,سمير القاسم,Arabic,Arabic,00/00/1961,Hama,Syria,Syria,004512233,,,,Director,Mill Street 4,,,,,,,Syria,Invented.,"
    "Individual,"
    "Prime Alias,,Syria,09/05/2011,,18/03/2020,19001\n"
    "ALKASEM,Sameer,,,,,Dr,,,,00/00/1961,Hama,Syria,Syria,004512233,,,,Director,,,,,,,,,Invented.,Individual,AKA,Good Quality,Syria,"
    "09/05/2011,,18/03/2020,19001\n"
)
UK_XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><DateGenerated>{dated}</DateGenerated>
<Designation><LastUpdated>18/03/2020</LastUpdated><DateDesignated>09/05/2011</DateDesignated><UniqueID>SYR9001</UniqueID>
<OFSIGroupID>19001</OFSIGroupID>
<Names><Name><Name1>Samir</Name1><Name6>AL-QASIM</Name6><NameType>Primary Name</NameType></Name>
<Name><Name1>Sameer</Name1><Name6>ALKASEM</Name6><NameType>Alias</NameType><AliasStrength>Good quality</AliasStrength></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>سمير القاسم</NameNonLatinScript><NonLatinScriptType>Arabic</NonLatinScriptType>
<NonLatinScriptLanguage>Arabic</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
<Titles><Title>Dr</Title></Titles><RegimeName>The Syria Regulations</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
<DesignationSource>UK</DesignationSource><SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
<SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze><ArmsEmbargo>false</ArmsEmbargo></SanctionsImposedIndicators>
<OtherInformation>Invented.</OtherInformation><UKStatementofReasons>For an invented reason.</UKStatementofReasons>
<Addresses><Address><AddressLine1>Mill Street 4</AddressLine1><AddressCountry>Syria</AddressCountry></Address></Addresses>
<IndividualDetails><Individual><DOBs><DOB>dd/04/1962</DOB><DOB>dd/mm/1961</DOB></DOBs>
<Nationalities><Nationality>Syria</Nationality></Nationalities>
<PassportDetails><Passport><PassportNumber>004512233</PassportNumber></Passport></PassportDetails><Positions><Position>Director</Position></Positions>
<Genders><Gender>Male</Gender></Genders>
<BirthDetails><Location><TownOfBirth>Hama</TownOfBirth><CountryOfBirth>Syria</CountryOfBirth></Location></BirthDetails></Individual></IndividualDetails>
</Designation>
<Designation><LastUpdated>18/03/2020</LastUpdated><DateDesignated>23/09/2014</DateDesignated><UniqueID>SYR9002</UniqueID>
<OFSIGroupID>19002</OFSIGroupID><Names><Name><Name6>ORONTES STAR</Name6><NameType>Primary Name</NameType></Name></Names>
<RegimeName>The Syria Regulations</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip><DesignationSource>UK</DesignationSource>
<SanctionsImposed>Specified ship</SanctionsImposed>
<ShipDetails><Ship><IMONumbers><IMONumber>9900112</IMONumber></IMONumbers></Ship></ShipDetails></Designation>
</Designations>
"""


def uk_xml(dated: str = "2025-03-14T00:00:00") -> str:
    """The same invented list of the United Kingdom as XML."""
    return UK_XML.replace("{dated}", dated)


def un(dated: str = "2018-06-07") -> str:
    """The invented list of the United Nations of one day."""
    return UN.replace("{dated}", dated)


def eu(dated: str = "2019-05-01") -> str:
    """The invented list of the European Union of one day."""
    return EU.replace("{dated}", dated)


def ofac(dated: str = "04/22/2020") -> str:
    """The invented list of the United States as XML; the month first."""
    return OFAC.replace("{dated}", dated)


def uk(dated: str = "14-Mar-2025") -> str:
    """The invented list of the United Kingdom in the form of today."""
    return UK.replace("{dated}", dated)


def ofsi(dated: str = "27/04/2020") -> str:
    """The invented list of the United Kingdom in the form that was retired."""
    return OFSI.replace("{dated}", dated)


def write_ods(path: Path, rows: Iterable[list[str]]) -> None:
    """Write rows as a spreadsheet of OpenDocument, as offices do: empty cells at the end of a row are one that repeats up to the edge."""
    names = ("office", "table", "text")
    declared = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    body = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>' for cell in row)}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared}><office:body><office:spreadsheet><table:table>{body}'
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)


def empty_zip(path: Path) -> None:
    """Leave nothing in a spreadsheet but its type."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


def cut_content(path: Path) -> None:
    """Cut the table of a spreadsheet off, and pack it again."""
    with zipfile.ZipFile(path) as packed:
        content = packed.read("content.xml")
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("content.xml", content[:-400])
