"""The referee: JavaRosa, the engine inside pyxform's ``ODK_Validate.jar``, beside ours."""
