"""The documented permissions fit the settings; tests/integration/test_security.py grants them on a broker and works with them."""

from confluent_kafka.admin._acl import AclBinding
from confluent_kafka.admin._resource import ResourceType

from dateline.settings import Settings
from tests.support.deploy.acls import documented


def test_the_worker_and_replay_may_use_what_the_settings_name_and_nothing_else() -> None:
    settings = Settings()
    topics = (*settings.raw_topics, settings.dead_letter_topic)
    transactions, replay = f"{settings.group}/", f"{settings.group}/replay"
    assert {user: _named(permissions) for user, permissions in documented().items()} == {
        "dateline": {
            *((ResourceType.TOPIC, topic) for topic in (*topics, settings.enriched_topic)),
            (ResourceType.GROUP, settings.group),
            (ResourceType.TRANSACTIONAL_ID, transactions),
        },
        "dateline-replay": {
            *((ResourceType.TOPIC, topic) for topic in topics),
            (ResourceType.TRANSACTIONAL_ID, replay),
        },
    }


def _named(permissions: list[AclBinding]) -> set[tuple[object, str]]:
    return {(permission.restype, permission.name) for permission in permissions}
