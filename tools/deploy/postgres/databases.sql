-- One database for each service, made when the server's data folder is: docker-compose.yml mounts this.
CREATE DATABASE backend;
CREATE DATABASE card_service;
CREATE DATABASE pos_service;
CREATE DATABASE webhook_bridge;
CREATE DATABASE mock_ase_alpha_bank;
CREATE DATABASE mock_ase_shop_bank;
