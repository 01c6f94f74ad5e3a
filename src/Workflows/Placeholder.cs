namespace OpsWorkflows;
