package io.github.camellinkup.component;

import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** A cluster with one node, of which the test says whether it leads. For one namespace. */
final class HandDrivenCluster extends AbstractCamelClusterService<HandDrivenCluster.View> {

    final class View extends AbstractCamelClusterView implements CamelClusterMember {

        private View(String namespace) {
            super(HandDrivenCluster.this, namespace);
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return leads ? Optional.of(this) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return this;
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(this);
        }

        @Override
        public String getId() {
            return "here";
        }

        @Override
        public boolean isLeader() {
            return leads;
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        private void changed() {
            fireLeadershipChangedEvent(getLeader().orElse(null));
        }
    }

    private volatile boolean leads = true;
    private View view;

    @Override
    protected View createView(String namespace) {
        view = new View(namespace);
        return view;
    }

    void lead(boolean now) {
        leads = now;
        view.changed();
    }
}
