"""NewsML 1.x documents by hand."""

STORY = "<p>The port reopened.</p><p>Ships wait.</p>"


def content(data: str = STORY, mime: str = "", role: str = "", lines: str = "") -> str:
    named = f'<Role FormalName="{role}"/>' if role else ""
    type_ = f'<MimeType FormalName="{mime}"/>' if mime else ""
    return f"<NewsComponent>{named}<NewsLines>{lines}</NewsLines><ContentItem>{type_}<DataContent>{data}</DataContent></ContentItem></NewsComponent>"


def newsml(*components: str, management: str = "", identification: str = "", envelope: str = "", more: str = "") -> str:
    return (
        f'<NewsML Version="1.2"><NewsEnvelope>{envelope}</NewsEnvelope><NewsItem xml:lang="fr"><Identification>{identification}</Identification>'
        f"<NewsManagement>{management}</NewsManagement><NewsComponent>{more}{''.join(components)}</NewsComponent></NewsItem></NewsML>"
    )


IDENTIFICATION = (
    '<NewsIdentifier><RevisionId PreviousRevision="1" Update="N">2</RevisionId><PublicIdentifier>urn:newsml:x:17:2N</PublicIdentifier></NewsIdentifier>'
    "<NameLabel>Liban-port</NameLabel>"
)


MANAGEMENT = (
    '<FirstCreated>20240304T093000Z</FirstCreated><ThisRevisionCreated>20240304T100500Z</ThisRevisionCreated><Status FormalName="Embargoed"/>'
    '<StatusWillChange><DateAndTime>20240304T120000Z</DateAndTime></StatusWillChange><Urgency FormalName="4"/>'
)


LINES = (
    "<HeadLine>Le port rouvre</HeadLine><SubHeadLine>Des navires</SubHeadLine><ByLine>Par Laila Haddad</ByLine><ByLine>AFP</ByLine><CreditLine>AFP</CreditLine>"
    "<CopyrightLine>© 2024 AFP</CopyrightLine><KeywordLine>port</KeywordLine>"
    '<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>Ajoute</NewsLineText></NewsLine>'
    '<NewsLine><NewsLineType FormalName="ClickThru URL"/><NewsLineText>http://x.example</NewsLineText></NewsLine>'
)


MORE = (
    '<TopicSet><Topic><FormalName>04015000</FormalName><Description xml:lang="en">Transport</Description><Description xml:lang="fr">Transports</Description></Topic></TopicSet>'
    "<NewsLines><HeadLine>Dossier</HeadLine></NewsLines>"
    '<AdministrativeMetadata><Provider><Party FormalName="Agence"/></Provider><Source><Party FormalName="Port"/></Source><Creator><Party FormalName="Omar Aziz"/></Creator></AdministrativeMetadata>'
    '<RightsMetadata><Copyright><CopyrightHolder>Agence</CopyrightHolder></Copyright><UsageRights><UsageType>Presse</UsageType></UsageRights></RightsMetadata>'
    '<DescriptiveMetadata><Language FormalName="fr"/><SubjectCode><SubjectMatter FormalName="04015000" Scheme="Iptc"/></SubjectCode></DescriptiveMetadata>'
    '<Metadata><Property FormalName="BWKeywords" Value="Liban"/><Property FormalName="WordCount" Value="9"/></Metadata>'
)  # fmt: skip


def picture(role: str, *widths: int, lines: str = "") -> str:
    files = "".join(
        f'<ContentItem Href="https://x.example/{width}.jpg"><MimeType FormalName="image/jpeg"/>'
        f'<Characteristics><Property FormalName="PixelWidth" Value="{width}"/></Characteristics></ContentItem>'
        for width in widths
    )
    return f'<NewsComponent><Role FormalName="{role}"/><NewsLines>{lines}</NewsLines>{files}</NewsComponent>'
