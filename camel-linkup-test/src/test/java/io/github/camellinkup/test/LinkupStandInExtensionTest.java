package io.github.camellinkup.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class LinkupStandInExtensionTest {

    @Test
    void nothingRunsOutsideOfATest() {
        LinkupStandInExtension extension = new LinkupStandInExtension();

        assertThatThrownBy(extension::standIn).isInstanceOf(IllegalStateException.class);
    }

    @Nested
    @ExtendWith(LinkupStandInExtension.class)
    class OnTheClass {

        private static final Set<LinkupStandIn> SEEN = new HashSet<>();

        @RepeatedTest(2)
        void oneStandInServesAllTestsAndIsResetBetweenThem(LinkupStandIn standIn) throws Exception {
            assertThat(standIn.count()).isZero();
            SEEN.add(standIn);
            Wire.to(standIn).get("/tasks");
            assertThat(SEEN).hasSize(1);
        }

        @Nested
        class WithNestedTests {

            @Test
            void theSameStandInServesNestedTests(LinkupStandIn standIn) throws Exception {
                assertThat(Wire.to(standIn).get("/tasks").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class InAnInstanceField {

        private static final Set<LinkupStandIn> SEEN = new HashSet<>();

        @RegisterExtension
        final LinkupStandInExtension linkup = new LinkupStandInExtension();

        @RepeatedTest(2)
        void eachTestHasItsOwn() throws Exception {
            assertThat(SEEN.add(linkup.standIn())).isTrue();
            assertThat(Wire.to(linkup.standIn()).get("/tasks").status()).isEqualTo(200);
        }
    }
}
